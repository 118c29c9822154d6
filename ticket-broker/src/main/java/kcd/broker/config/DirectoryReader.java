package kcd.broker.config;

import com.unboundid.ldap.sdk.DN;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import kcd.broker.config.ServiceAccountSettings.Secret;
import kcd.broker.mapping.DirectoryAddress;
import kcd.broker.mapping.DirectoryAddress.Protection;
import kcd.broker.mapping.DirectoryPassword;
import kcd.broker.mapping.DirectorySettings;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/** Reads {@code kcd.certificate-mapping.ldap.*}. */
final class DirectoryReader {
    private static final String PREFIX = "kcd.certificate-mapping.ldap.";
    private static final String USER = PREFIX + "user";
    private static final String PASSWORD = PREFIX + "password";
    private static final String PASSWORD_FILE = PREFIX + "password-file";
    private static final long MOST_CONNECTIONS = 100;
    private static final Duration LEAST_TIMEOUT = Duration.ofMillis(50);
    private static final Duration MOST_TIMEOUT = Duration.ofMinutes(1);

    private final StartupFaults faults;
    private final SettingReader reader;

    DirectoryReader(StartupFaults faults) {
        this.faults = faults;
        this.reader = new SettingReader(faults);
    }

    Optional<DirectorySettings> read(BrokerConfig.Ldap config, Optional<ServiceAccountSettings> serviceAccount) {
        Optional<DirectoryUrls> urls = new DirectoryUrlReader(faults).read(config);
        urls.ifPresent(found -> requireProtected(found.servers(), config));
        Optional<String> user = reader.required(
                        USER, config.user(), "name the account that searches, by its DN: CN=SVC_awseg,CN=Users,DC=...")
                .flatMap(this::distinguishedName);
        Optional<DirectoryPassword> password = password(config, serviceAccount);
        Optional<SSLContext> tls = new DirectoryTrustReader(faults).read(config.trustStore());
        Optional<Long> connections = reader.number(PREFIX + "connections", config.connections(), 1, MOST_CONNECTIONS);
        Optional<Duration> connect =
                reader.duration(PREFIX + "connect-timeout", config.connectTimeout(), LEAST_TIMEOUT, MOST_TIMEOUT);
        Optional<Duration> answer =
                reader.duration(PREFIX + "answer-timeout", config.answerTimeout(), LEAST_TIMEOUT, MOST_TIMEOUT);
        if (!faults.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new DirectorySettings(
                urls.orElseThrow().servers(),
                urls.orElseThrow().base(),
                user.orElseThrow(),
                password.orElseThrow(),
                tls.orElseThrow(),
                Math.toIntExact(connections.orElseThrow()),
                connect.orElseThrow(),
                answer.orElseThrow()));
    }

    /** Whoever listens between would have the service account's password, and with it every mailbox. */
    private void requireProtected(List<DirectoryAddress> servers, BrokerConfig.Ldap config) {
        boolean allowed =
                reader.flag(PREFIX + "allow-plaintext", config.allowPlaintext()).orElse(false);
        servers.stream()
                .filter(server -> server.protection() == Protection.NONE && !allowed)
                .findFirst()
                .ifPresent(server -> faults.add(
                        PREFIX + "url",
                        server.toString(),
                        "would send the password in the clear",
                        "write ldaps://, or set " + PREFIX + "start-tls=true, or, where the network is trusted, "
                                + PREFIX + "allow-plaintext=true"));
    }

    private Optional<String> distinguishedName(String text) {
        if (text.contains("=") && DN.isValidDN(text)) {
            return Optional.of(text);
        }
        faults.add(USER, text, "is no distinguished name", "write it like CN=SVC_awseg,CN=Users,DC=worldwide,DC=corp");
        return Optional.empty();
    }

    private Optional<DirectoryPassword> password(
            BrokerConfig.Ldap config, Optional<ServiceAccountSettings> serviceAccount) {
        Optional<String> text = config.password().filter(value -> !value.isEmpty());
        Optional<String> file = config.passwordFile().map(String::strip).filter(value -> !value.isEmpty());
        if (text.isPresent() && file.isPresent()) {
            faults.secret(PASSWORD, "is set, and " + PASSWORD_FILE + " too", "remove one of them");
            return Optional.empty();
        }
        if (file.isPresent()) {
            Optional<Path> path = reader.readableFile(PASSWORD_FILE, file.get());
            return path.map(PasswordFile::new);
        }
        if (text.isPresent()) {
            return text.map(Password::new).map(password -> password::value);
        }
        Optional<Password> shared = serviceAccount
                .map(ServiceAccountSettings::secret)
                .flatMap(secret -> switch (secret) {
                    case Secret.Text(var password) -> Optional.of(password);
                    case Secret.Keytab _ -> Optional.empty();
                });
        if (shared.isEmpty() && serviceAccount.isPresent()) {
            faults.missing(
                    PASSWORD_FILE,
                    "name a file with the password of " + USER + ": the service account has a keytab, and a directory"
                            + " takes no keytab");
        }
        return shared.map(password -> password::value);
    }
}
