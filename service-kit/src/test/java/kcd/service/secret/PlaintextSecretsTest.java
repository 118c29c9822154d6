package kcd.service.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaintextSecretsTest {
    private static final String PASSWORD = "kcd.client-certificates.trust-store-password";
    private static final String TEXT = """
            # the edge's settings
            kcd.listen.port = 8443
            %s = Pass wörd.plaintext
            clientCertTrustStorePasscode:other.plaintext
            kcd.listen.host = a.plaintext
            """.formatted(PASSWORD);

    @TempDir
    Path directory;

    private final List<String> warnings = new ArrayList<>();
    private Path file;
    private Path keyFile;

    @BeforeEach
    void writeFiles() throws IOException {
        file = Files.writeString(directory.resolve("edge.properties"), TEXT);
        keyFile = Files.writeString(directory.resolve("key"), "a long and random text\n");
    }

    @Test
    void reads_the_password_before_the_suffix() throws IOException {
        assertThat(config(Map.of()).getValue(PASSWORD, String.class)).isEqualTo("Pass wörd");
    }

    @Test
    void encrypts_secrets_where_they_stand_and_reads_them_from_then_on() throws IOException {
        // When
        PlaintextSecrets.protect(config(withKey()), warnings::add);

        // Then
        assertThat(Files.readString(file))
                .startsWith("# the edge's settings\nkcd.listen.port = 8443\n" + PASSWORD + " = ${aes-gcm-nopadding::")
                .contains("\nclientCertTrustStorePasscode:${aes-gcm-nopadding::")
                .endsWith("}\nkcd.listen.host = a.plaintext\n")
                .doesNotContain("Pass w")
                .doesNotContain("other");
        assertThat(config(withKey()).getValue(PASSWORD, String.class)).isEqualTo("Pass wörd");
        assertThat(config(withKey()).getValue("clientCertTrustStorePasscode", String.class))
                .isEqualTo("other");
        assertThat(warnings).isEmpty();
    }

    @Test
    void touches_an_encrypted_file_no_more() throws IOException {
        // Given
        PlaintextSecrets.protect(config(withKey()), warnings::add);
        String once = Files.readString(file);

        // When
        PlaintextSecrets.protect(config(withKey()), warnings::add);

        // Then
        assertThat(file).hasContent(once);
    }

    @Test
    void keeps_the_files_mode_and_leaves_nothing_beside_it() throws IOException {
        // Given
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        // When
        PlaintextSecrets.protect(config(withKey()), warnings::add);

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void a_read_only_file_works_and_is_warned_of() throws IOException {
        // Given
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));

        // When
        PlaintextSecrets.protect(config(withKey()), warnings::add);

        // Then
        assertThat(file).hasContent(TEXT);
        assertThat(warnings).singleElement().asString().contains(PASSWORD).contains("read-only");
        assertThat(config(withKey()).getValue(PASSWORD, String.class)).isEqualTo("Pass wörd");
    }

    @Test
    void without_a_key_the_text_stays_and_is_warned_of() throws IOException {
        // When
        PlaintextSecrets.protect(config(Map.of()), warnings::add);

        // Then
        assertThat(file).hasContent(TEXT);
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("kcd.secrets.key-file")
                .doesNotContain("Pass w");
    }

    @Test
    void what_stands_in_the_environment_is_warned_of() throws IOException {
        // Given
        Files.writeString(file, "");

        // When
        PlaintextSecrets.protect(config(Map.of(PASSWORD, "x.plaintext")), warnings::add);

        // Then
        assertThat(warnings).singleElement().asString().contains("cannot be encrypted in place");
    }

    private Map<String, String> withKey() {
        return Map.of("kcd.secrets.key-file", keyFile.toString());
    }

    private SmallRyeConfig config(Map<String, String> more) throws IOException {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredInterceptors()
                .addDiscoveredSecretKeysHandlers()
                .withSources(new PropertiesConfigSource(file.toUri().toURL(), 100))
                .withSources(new PropertiesConfigSource(more, "more", 200))
                .build();
    }
}
