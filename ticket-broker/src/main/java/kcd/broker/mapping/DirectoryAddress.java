package kcd.broker.mapping;

import java.util.Set;

/** Where one directory server listens, and how the connection to it is protected. */
public record DirectoryAddress(String host, int port, Protection protection) {
    /** Where the global catalog listens: it holds every domain of its forest. MS-ADTS section 3.1.1.3. */
    private static final Set<Integer> GLOBAL_CATALOG = Set.of(3268, 3269);

    /** What keeps others from reading the password and from answering in the server's place. */
    public enum Protection {
        /** {@code ldaps://}. */
        TLS,
        /** {@code ldap://}, then StartTLS before anything else. RFC 4513 section 3. */
        START_TLS,
        /** {@code ldap://}, by explicit leave. */
        NONE
    }

    boolean isGlobalCatalog() {
        return GLOBAL_CATALOG.contains(port);
    }

    @Override
    public String toString() {
        return (protection == Protection.TLS ? "ldaps://" : "ldap://") + host + ":" + port;
    }
}
