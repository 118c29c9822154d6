package kcd.broker.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The name servers this system uses, from its {@code resolv.conf}. */
public final class NameServers {
    /** As the C library reads no more either. */
    private static final int MAX_SERVERS = 3;

    private static final int DNS_PORT = 53;
    private static final String KEYWORD = "nameserver";
    private static final Path SYSTEM = Path.of("/etc/resolv.conf");

    private NameServers() {}

    /** None if there is no such file. */
    public static List<InetSocketAddress> ofSystem() {
        return of(SYSTEM);
    }

    static List<InetSocketAddress> of(Path resolvConf) {
        try {
            return Files.readAllLines(resolvConf).stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith(KEYWORD) && line.length() > KEYWORD.length())
                    .map(line -> line.substring(KEYWORD.length()).strip())
                    .limit(MAX_SERVERS)
                    .map(address -> new InetSocketAddress(address, DNS_PORT))
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }
}
