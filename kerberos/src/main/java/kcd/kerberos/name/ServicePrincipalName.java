package kcd.kerberos.name;

import java.util.List;
import java.util.Locale;

/**
 * The name a service is registered under, {@code HTTP/mail.example.com}, without a realm: which realm it lives in is
 * for the KDCs to say. Compared without regard to case, as directories do.
 *
 * @param service the service class, e.g. {@code HTTP}
 * @param host the host, lower case
 */
public record ServicePrincipalName(String service, String host) {
    /** servicePrincipalName values longer than this are not indexed by Active Directory. */
    public static final int MAX_LENGTH = 512;

    public ServicePrincipalName {
        host = host.toLowerCase(Locale.ROOT);
        if (service.isEmpty() || host.isEmpty() || service.length() + 1 + host.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a service principal name is written SERVICE/HOST");
        }
        if ((service + host).chars().anyMatch(c -> c <= ' ' || c >= 0x7f || c == '@' || c == '\\' || c == '/')) {
            throw new IllegalArgumentException("a service principal name is printable ASCII, without realm or spaces");
        }
    }

    /**
     * Reads {@code SERVICE/HOST}.
     *
     * @throws IllegalArgumentException if it is anything else; a realm after '@' is refused
     */
    public static ServicePrincipalName parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a service principal name is written SERVICE/HOST");
        }
        return new ServicePrincipalName(text.substring(0, slash), text.substring(slash + 1));
    }

    /** The name as KDCs are asked for it. */
    public PrincipalName asName() {
        return new PrincipalName(NameType.SRV_INST, List.of(service, host));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServicePrincipalName that
                && service.equalsIgnoreCase(that.service)
                && host.equals(that.host);
    }

    @Override
    public int hashCode() {
        return service.toLowerCase(Locale.ROOT).hashCode() * 31 + host.hashCode();
    }

    @Override
    public String toString() {
        return service + "/" + host;
    }
}
