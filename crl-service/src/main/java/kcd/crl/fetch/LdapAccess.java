package kcd.crl.fetch;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to ask the directory that lists are in.
 *
 * @param server for URLs that name none; what follows holds for this server only
 * @param bind as whom; anonymous if empty
 * @param trustStore PEM file of the CAs of its certificate; the JDK's if empty
 */
public record LdapAccess(Optional<URI> server, Optional<Bind> bind, Optional<Path> trustStore) {

    public static final LdapAccess NONE = new LdapAccess(Optional.empty(), Optional.empty(), Optional.empty());

    /** A user and the password, which {@link #toString} does not show. */
    public static final class Bind {

        private final String user;
        private final String password;

        public Bind(String user, String password) {
            this.user = user;
            this.password = password;
        }

        String user() {
            return user;
        }

        String password() {
            return password;
        }

        @Override
        public String toString() {
            return user;
        }
    }
}
