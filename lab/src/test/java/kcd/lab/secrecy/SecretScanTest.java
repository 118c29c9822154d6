package kcd.lab.secrecy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretScanTest {

    private static final byte[] SECRET = new byte[32];

    static {
        new Random(20261122).nextBytes(SECRET);
    }

    @TempDir
    Path project;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void a_run_that_made_one_secret() throws IOException {
        Path target = Files.createDirectories(project.resolve("broker/target/surefire-reports"))
                .getParent();
        new SecretLedger(target.resolve("secret-ledger")).append(SECRET);
    }

    @Test
    void passes_logs_without_a_secret() throws IOException {
        // Given
        log("minted a token for alice@WORLDWIDE.TEST, aes256-cts-hmac-sha1-96, serial 4f:1a:77:09:c1:22:8e:91");

        // When
        int exitCode = scan();

        // Then
        assertThat(exitCode).isZero();
        assertThat(printed()).contains("1 files, 1 secrets of the run, 0 findings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hex", "HEX", "colons", "base64", "base64 in the middle", "base64url", "array", "raw"})
    void finds_a_secret_however_it_is_spelt_and_does_not_repeat_it(String how) throws IOException {
        // Given
        String spelt = spell(how);
        log("one line\nkey=" + spelt + " more");

        // When
        int exitCode = scan();

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(printed()).contains("test.log:2: a key or a password").doesNotContain(spelt.substring(0, 12));
    }

    @Test
    void finds_tokens_and_private_keys_that_are_in_no_ledger() throws Exception {
        // Given
        byte[] token =
                HexFormat.of().parseHex("6082010006062b0601050502a081f53081f2a00d300b06092a864886f712010202a281e0");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        byte[] privateKey = generator.generateKeyPair().getPrivate().getEncoded();
        log("Negotiate " + Base64.getEncoder().encodeToString(token) + "\n"
                + Base64.getEncoder().encodeToString(privateKey) + "\n-----BEGIN PRIVATE KEY-----\n");

        // When
        int exitCode = scan();

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(printed()).contains("3 findings");
    }

    @Test
    void lets_public_keys_pass() throws Exception {
        // Given
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        byte[] publicKey = generator.generateKeyPair().getPublic().getEncoded();
        log(Base64.getEncoder().encodeToString(publicKey));

        // When
        int exitCode = scan();

        // Then
        assertThat(exitCode).isZero();
    }

    @Test
    void a_run_that_left_nothing_behind_proves_nothing() throws IOException {
        // When
        int exitCode = scan();

        // Then
        assertThat(exitCode).isEqualTo(2);
    }

    @Test
    void the_ledger_is_its_owners_alone() throws IOException {
        // When
        var permissions = Files.getPosixFilePermissions(project.resolve("broker/target/secret-ledger"));

        // Then
        assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
    }

    private void log(String text) throws IOException {
        Files.write(
                project.resolve("broker/target/surefire-reports/test.log"), text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private int scan() throws IOException {
        return SecretScan.report(TestOutput.of(project, FileTime.fromMillis(0)), new PrintStream(printed, true));
    }

    private String printed() {
        return printed.toString();
    }

    private static String spell(String how) {
        return switch (how) {
            case "hex" -> HexFormat.of().formatHex(SECRET);
            case "HEX" -> HexFormat.of().withUpperCase().formatHex(SECRET);
            case "colons" -> HexFormat.ofDelimiter(":").formatHex(SECRET);
            case "base64" -> Base64.getEncoder().encodeToString(SECRET);
            case "base64 in the middle" -> {
                byte[] longer = new byte[SECRET.length + 20];
                System.arraycopy(SECRET, 0, longer, 10, SECRET.length);
                yield Base64.getEncoder().encodeToString(longer);
            }
            case "base64url" -> Base64.getUrlEncoder().encodeToString(SECRET);
            case "array" -> Arrays.toString(SECRET);
            case "raw" -> new String(SECRET, StandardCharsets.ISO_8859_1).replace('\n', 'n');
            default -> throw new IllegalArgumentException(how);
        };
    }
}
