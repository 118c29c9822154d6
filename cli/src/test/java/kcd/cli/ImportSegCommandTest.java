package kcd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportSegCommandTest {
    private static final String[] CONSOLE = {
        "--service-account", "SVC_awseg",
        "--target-spn", "HTTP/mobilemail.worldwide.com",
        "--domains", "worldwide.corp=dc1.worldwide.corp,dc2.worldwide.corp AMER.WORLDWIDE.CORP=dc1.amer.worldwide.corp",
        "--upstream", "https://mobilemail.worldwide.com"
    };

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void several_pem_files_and_the_console_become_three_services_settings() throws Exception {
        // Given
        Path config = fixture("config.json");

        // When
        int code = run(List.of(CONSOLE), "--config", config.toString(), "--properties", crlOnly());

        // Then
        assertThat(text(err)).isEmpty();
        assertThat(code).isZero();
        SmallRyeConfig edge = read("edge.properties");
        assertThat(edge.getConfigValue("kcd.client-certificates.trust-store").getValue())
                .isEqualTo("/etc/kcd/device-ca/CA01.pem,/etc/kcd/device-ca/CA02.pem");
        assertThat(edge.getConfigValue("kcd.routes.eas.target-spn").getValue())
                .isEqualTo("HTTP/mobilemail.worldwide.com");
        SmallRyeConfig broker = read("broker.properties");
        assertThat(broker.getConfigValue("kcd.service-account.principal").getValue())
                .isEqualTo("SVC_awseg@WORLDWIDE.CORP");
        assertThat(broker.getConfigValue("kcd.domains.\"WORLDWIDE.CORP\".domain-controllers")
                        .getValue())
                .isEqualTo("dc1.worldwide.corp,dc2.worldwide.corp");
        assertThat(broker.getConfigValue("kcd.domains.\"AMER.WORLDWIDE.CORP\".domain-controllers")
                        .getValue())
                .isEqualTo("dc1.amer.worldwide.corp");
        assertThat(broker.getConfigValue("kcd.callers.edge.allowed-spns").getValue())
                .isEqualTo("HTTP/mobilemail.worldwide.com");
        assertThat(read("crl.properties").getConfigValue("kcd.crl.issuers").getValue())
                .isEqualTo("/etc/kcd/device-ca/CA01.pem,/etc/kcd/device-ca/CA02.pem");
    }

    @Test
    void the_properties_of_the_documentation_find_their_places() throws Exception {
        // When
        int code = run(
                List.of(CONSOLE),
                "--properties",
                fixture("application-override.properties").toString());

        // Then
        assertThat(code).isEqualTo(Command.FOUND_WRONG);
        SmallRyeConfig broker = read("broker.properties");
        assertThat(broker.getConfigValue("kcd.revocation.enabled").getValue()).isEqualTo("true");
        assertThat(broker.getConfigValue("kcd.identity.from-subject-cn").getValue())
                .isEqualTo("true");
        assertThat(broker.getConfigValue("kcd.certificate-mapping.ldap.user").getValue())
                .isEqualTo("CN=servKCD,CN=Users,DC=memldap,DC=org");
        SmallRyeConfig crl = read("crl.properties");
        assertThat(crl.getConfigValue("kcd.crl.fetch-interval").getValue()).isEqualTo("720m");
        assertThat(crl.getConfigValue("kcd.crl.fail-start-on-download-failure").getValue())
                .isEqualTo("false");
        assertThat(crl.getConfigValue("kcd.crl.distribution-points").getValue()).contains("CA01.crl,http://");
        assertThat(text(out)).contains("kcd.certificate-mapping.ldap.url: SEG's certificate mapping");
    }

    @Test
    void a_mapping_setting_of_unknown_name_is_taken_by_what_it_looks_like() throws Exception {
        // Given
        Path properties = folder.resolve("mapping.properties");
        Files.writeString(properties, """
                cert.mapping.ldap.user=CN=servKCD,CN=Users,DC=memldap,DC=org
                cert.mapping.some.switch=True
                cert.mapping.some.host=ldaps://ldap-remote:3269
                cert.mapping.some.base=DC=memldap,DC=org
                """);

        // When
        run(List.of(CONSOLE), "--properties", properties.toString());

        // Then
        SmallRyeConfig broker = read("broker.properties");
        assertThat(broker.getConfigValue("kcd.certificate-mapping.enabled").getValue())
                .isEqualTo("true");
        assertThat(broker.getConfigValue("kcd.certificate-mapping.ldap.url").getValue())
                .isEqualTo("ldaps://ldap-remote:3269");
        assertThat(broker.getConfigValue("kcd.certificate-mapping.ldap.base-dn").getValue())
                .isEqualTo("DC=memldap,DC=org");
        assertThat(text(out))
                .contains("cert.mapping.some.host -> kcd.certificate-mapping.ldap.url (by what it looks like");
    }

    @Test
    void a_pfx_password_goes_to_files_of_its_own_and_is_never_printed() throws Exception {
        // Given
        Path config = fixture("config-pfx.json");

        // When
        int code = run(List.of(CONSOLE), "--config", config.toString());

        // Then
        assertThat(code).isEqualTo(Command.FOUND_WRONG);
        assertThat(text(out) + text(err)).doesNotContain("word}").doesNotContain("another-secret");
        assertThat(Files.readString(folder.resolve("out/edge.properties"))).doesNotContain("word}");
        assertThat(read("edge.properties")
                        .getConfigValue("kcd.client-certificates.trust-store")
                        .getValue())
                .isEqualTo("/etc/kcd/device-ca/CA-combined.pfx");
        for (String secret : List.of("edge-secret.properties", "broker-secret.properties")) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve("out").resolve(secret))))
                    .isEqualTo("rw-------");
            assertThat(read(secret).getValue("kcd.client-certificates.trust-store-password", String.class))
                    .isEqualTo("pa$$ ${word}\\ ümlaut");
        }
    }

    @Test
    void unknown_settings_are_listed_by_name_without_what_they_say() throws Exception {
        // When
        run(List.of(CONSOLE), "--config", fixture("config-pfx.json").toString());

        // Then
        assertThat(text(out))
                .contains("config.json: apiServer.passcode")
                .contains("config.json: nodes[1]")
                .doesNotContain("api.example.com");
    }

    @Test
    void a_password_that_seg_has_encrypted_is_asked_for() throws Exception {
        // Given
        Path config = folder.resolve("config.json");
        Files.writeString(
                config,
                "{\"clientCertTrustStorePath\": \"a/b.pfx\", \"clientCertTrustStorePasscode\": \"{AES}c2VjcmV0\"}");

        // When
        run(List.of(CONSOLE), "--config", config.toString());

        // Then
        assertThat(text(out)).contains("SEG has encrypted it").doesNotContain("c2VjcmV0");
        assertThat(folder.resolve("out/edge-secret.properties")).doesNotExist();
    }

    @Test
    void a_pfx_beside_pem_files_is_refused() throws Exception {
        // Given
        Path config = folder.resolve("config.json");
        Files.writeString(config, "{\"clientCertTrustStorePath\": \"a.pem, b.pfx\"}");

        // When
        int code = run(List.of(CONSOLE), "--config", config.toString());

        // Then
        assertThat(code).isEqualTo(Command.CANNOT);
        assertThat(text(err)).contains("names a PFX beside other files");
        assertThat(folder.resolve("out/edge.properties")).doesNotExist();
    }

    @Test
    void what_is_no_json_is_refused_without_quoting_it() throws Exception {
        // Given
        Path config = folder.resolve("config.json");
        Files.writeString(config, "{\"clientCertTrustStorePasscode\": hidden-word.plaintext");

        // When
        int code = run(List.of(CONSOLE), "--config", config.toString());

        // Then
        assertThat(code).isEqualTo(Command.CANNOT);
        assertThat(text(err)).contains("is no JSON object").doesNotContain("hidden-word");
    }

    @Test
    void a_file_too_large_or_nested_too_deep_is_refused() throws Exception {
        // Given
        Path large = folder.resolve("large.json");
        Files.writeString(large, "{\"a\": \"" + "x".repeat(1 << 20) + "\"}");
        Path deep = folder.resolve("deep.json");
        Files.writeString(deep, "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000));

        // When
        int ofLarge = run(List.of(), "--config", large.toString());
        int ofDeep = run(List.of(), "--config", deep.toString());

        // Then
        assertThat(List.of(ofLarge, ofDeep)).containsOnly(Command.CANNOT);
        assertThat(text(err)).contains("is larger than").contains("is no JSON object");
    }

    @Test
    void earlier_files_are_kept_unless_forced() throws Exception {
        // Given
        String config = fixture("config.json").toString();
        run(List.of(CONSOLE), "--config", config);

        // When
        int again = run(List.of(CONSOLE), "--config", config);
        int forced = run(List.of(CONSOLE), "--config", config, "--force");

        // Then
        assertThat(again).isEqualTo(Command.CANNOT);
        assertThat(text(err)).contains("is there already; --force overwrites it");
        assertThat(forced).isNotEqualTo(Command.CANNOT);
    }

    @Test
    void what_the_console_knows_is_asked_for_where_it_is_not_given() throws Exception {
        // When
        int code = run(List.of(), "--config", fixture("config.json").toString());

        // Then
        assertThat(code).isEqualTo(Command.FOUND_WRONG);
        assertThat(text(out))
                .contains("kcd.service-account.principal: the console's Service Account User Name")
                .contains("kcd.routes.eas.target-spn: the console's Target SPN");
        assertThat(Files.readString(folder.resolve("out/edge.properties")))
                .contains("#kcd.routes.eas.target-spn = HTTP/mail.example.com");
    }

    @Test
    void a_controller_without_its_domain_is_refused_as_seg_does() throws Exception {
        // When
        int code = run(
                List.of("--domains", "A.CORP=dc1"),
                "--config",
                fixture("config.json").toString());

        // Then
        assertThat(code).isEqualTo(Command.CANNOT);
        assertThat(text(err)).contains("'dc1' is no full name");
    }

    private String crlOnly() throws IOException {
        return Files.writeString(
                        folder.resolve("crl.properties"),
                        "enable.cert.revocation.validation=false\nremote.crl.distribution.http.uris=http://crl.test/a.crl\n")
                .toString();
    }

    private int run(List<String> console, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("import-seg", "--out", folder.resolve("out").toString()));
        arguments.addAll(console);
        arguments.addAll(List.of(more));
        return Kcd.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private SmallRyeConfig read(String file) throws IOException {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(
                        folder.resolve("out").resolve(file).toUri().toURL()))
                .build();
    }

    private static Path fixture(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(ImportSegCommandTest.class.getResource("/seg/" + name))
                .toURI());
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
