package kcd.lab.kdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kcd.lab.forest.DemoForest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// MIT's `kinit` and `kvno` against the twin, so that the engine and its twin cannot merely agree with each
/// other. Left out where they are not installed (Debian: `krb5-user`).
class MitClientsTest {

    private static final long TIMEOUT_SECONDS = 60;

    @TempDir
    private Path directory;

    private LabKdcs kdcs;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(installed("kinit") && installed("kvno"), "MIT's clients are not installed");
        kdcs = LabKdcs.start(DemoForest.create(), Clock.systemUTC());
        kdcs.writeKrb5Conf(directory.resolve("krb5.conf"));
        Path keytab = kdcs.writeKeytab(directory.resolve("gateway.keytab"), DemoForest.ROOT, DemoForest.GATEWAY);
        assertThat(run("kinit", "-f", "-k", "-t", keytab.toString(), DemoForest.GATEWAY + "@" + DemoForest.ROOT))
                .isEqualTo("exit 0");
    }

    @AfterEach
    void stop() throws IOException {
        if (kdcs != null) {
            kdcs.close();
        }
    }

    @ParameterizedTest(name = "{0} {1} to {2}")
    @CsvSource({
        "-I, alice,                       HTTP/exch.worldwide.lab,       alice@WORLDWIDE.LAB",
        "-U, alice.liddell@corp.example,  HTTP/exch.worldwide.lab,       alice@WORLDWIDE.LAB",
        "-I, carol@AMER.WORLDWIDE.LAB,    HTTP/exch.worldwide.lab,       carol@AMER.WORLDWIDE.LAB",
        "-U, carol.c@corp.example,        HTTP/exch.worldwide.lab,       carol@AMER.WORLDWIDE.LAB",
        "-U, erik@emea.worldwide.lab,     HTTP/exch.worldwide.lab,       erik@EMEA.WORLDWIDE.LAB",
        "-I, alice,                       HTTP/exch.amer.worldwide.lab@, alice@WORLDWIDE.LAB",
        "-I, erik@EMEA.WORLDWIDE.LAB,     HTTP/exch.amer.worldwide.lab@, erik@EMEA.WORLDWIDE.LAB",
    })
    void kvno_delegates(String option, String user, String target, String expected) throws IOException {
        // When
        String outcome = run("kvno", option, user, "-P", target);

        // Then
        assertThat(outcome).endsWith("exit 0");
        assertThat(run("klist")).contains("for client " + expected);
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({
        "sensitive, HTTP/exch.worldwide.lab,         KDC can't fulfill requested option",
        "alice,     HTTP/other.worldwide.lab,        KDC can't fulfill requested option",
        "alice,     HTTP/closed.emea.worldwide.lab@, KDC can't fulfill requested option",
        "disabled,  HTTP/exch.worldwide.lab,         credentials have been revoked",
        "nobody,    HTTP/exch.worldwide.lab,         not found in Kerberos database",
    })
    void kvno_is_refused(String user, String target, String expected) throws IOException {
        // When
        String outcome = run("kvno", "-I", user, "-P", target);

        // Then
        assertThat(outcome).contains(expected).endsWith("exit 1");
    }

    @Test
    void a_password_works_with_the_iteration_count_the_kdc_names() throws IOException {
        // Given
        Path password = Files.writeString(directory.resolve("password"), DemoForest.GATEWAY_PASSWORD + "\n");

        // When
        String outcome = run(password, "kinit", DemoForest.GATEWAY + "@" + DemoForest.ROOT);

        // Then
        assertThat(outcome).endsWith("exit 0");
    }

    private String run(String... command) throws IOException {
        return run(Path.of("/dev/null"), command);
    }

    private String run(Path input, String... command) throws IOException {
        Path output = Files.createTempFile(directory, "run", ".out");
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile());
        builder.environment().put("KRB5_CONFIG", directory.resolve("krb5.conf").toString());
        builder.environment().put("LC_ALL", "C.UTF-8"); // messages are compared
        builder.environment().put("KRB5CCNAME", directory.resolve("ccache").toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroy();
        }
        return Files.readString(output, StandardCharsets.UTF_8) + "exit " + process.exitValue();
    }

    private static boolean installed(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
