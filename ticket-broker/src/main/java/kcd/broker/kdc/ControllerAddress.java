package kcd.broker.kdc;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a domain controller listens: a host name or IP address, and a TCP port. */
public record ControllerAddress(String host, int port) {
    public static final int KERBEROS_PORT = 88;
    private static final int MAX_PORT = 65_535;
    private static final Pattern NAME_OR_IPV4 =
            Pattern.compile("(?<host>[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?)(?::(?<port>[0-9]{1,5}))?");
    private static final Pattern IPV6 = Pattern.compile("\\[(?<host>[0-9A-Fa-f:.]{2,45})\\](?::(?<port>[0-9]{1,5}))?");

    /** Reads {@code host}, {@code host:port}, {@code [ipv6]} or {@code [ipv6]:port}; empty if it is none of these. */
    public static Optional<ControllerAddress> parse(String text) {
        Matcher matcher = text.startsWith("[") ? IPV6.matcher(text) : NAME_OR_IPV4.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String port = matcher.group("port");
        int number = port == null ? KERBEROS_PORT : Integer.parseInt(port);
        return number < 1 || number > MAX_PORT
                ? Optional.empty()
                : Optional.of(new ControllerAddress(matcher.group("host"), number));
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
