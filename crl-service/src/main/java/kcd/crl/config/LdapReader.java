package kcd.crl.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import kcd.crl.fetch.LdapAccess;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/** Reads {@code kcd.crl.ldap.*}. */
final class LdapReader {

    private static final String SERVER = "kcd.crl.ldap.server";
    private static final String USER = "kcd.crl.ldap.user";
    private static final String TRUST_STORE = "kcd.crl.ldap.trust-store";

    private final StartupFaults faults;
    private final SettingReader reader;

    LdapReader(StartupFaults faults) {
        this.faults = faults;
        this.reader = new SettingReader(faults);
    }

    LdapAccess read(CrlConfig.Ldap config) {
        Optional<URI> server = present(config.server()).flatMap(this::server);
        Optional<Path> trustStore =
                present(config.trustStore()).flatMap(file -> reader.readableFile(TRUST_STORE, file));
        return new LdapAccess(server, bind(config, server), trustStore);
    }

    private Optional<URI> server(String text) {
        try {
            URI uri = new URI(text.strip());
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean bare = uri.getRawPath() == null
                    || uri.getRawPath().isEmpty()
                    || uri.getRawPath().equals("/");
            if ((scheme.equals("ldap") || scheme.equals("ldaps")) && uri.getHost() != null && bare) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            // The fault below says it.
        }
        faults.add(SERVER, text, "is no directory server", "write it like ldaps://dc1.example.com");
        return Optional.empty();
    }

    /** A password never goes over a wire that anyone can read. */
    private Optional<LdapAccess.Bind> bind(CrlConfig.Ldap config, Optional<URI> server) {
        Optional<String> user = present(config.user());
        Optional<String> password = present(config.password());
        if (user.isPresent() != password.isPresent()) {
            faults.add(USER, user.orElse(""), "needs a password, and a password a user", "set both or neither");
            return Optional.empty();
        }
        boolean tls =
                server.map(uri -> "ldaps".equalsIgnoreCase(uri.getScheme())).orElse(false);
        if (user.isPresent() && !tls) {
            faults.add(
                    USER, user.get(), "would send its password in the clear", "name an ldaps:// server in " + SERVER);
            return Optional.empty();
        }
        return user.map(name -> new LdapAccess.Bind(name, password.orElseThrow()));
    }

    private static Optional<String> present(Optional<String> value) {
        return value.map(String::strip).filter(text -> !text.isEmpty());
    }
}
