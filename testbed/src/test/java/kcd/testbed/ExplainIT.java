package kcd.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kcd.pki.workshop.Credential.PemFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./kcd explain} against the packaged broker and real domains: each failure is found, named and mended. */
class ExplainIT {
    private static final Bed BED = Bed.current();
    private static final String HOME_WEB = "HTTP/exch.worldwide.test";
    private static final int PATIENCE_SECONDS = 120;

    private static BedGateway gateway;
    private static PemFiles tester;

    @BeforeAll
    static void start() throws Exception {
        Path directory = Path.of("target", "explain-it").toAbsolutePath();
        gateway = new BedGateway(BED, directory);
        gateway.start();
        tester = gateway.pki().files(gateway.caller("tester"), "tester");
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
    }

    @Test
    void a_certificate_is_followed_to_the_ticket() throws Exception {
        // Given
        PemFiles alice = gateway.pki().files(gateway.pki().devices().user("alice@WORLDWIDE.TEST"), "alice");

        // When
        Run run = explain("--certificate", alice.certificate().toString(), "--spn", HOME_WEB);

        // Then
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("Certificate chain")
                .contains("in the subject alternative name")
                .contains("not revoked, by the list of")
                .contains("TGT of SVC_awseg@WORLDWIDE.TEST")
                .contains("S4U2Self for alice@WORLDWIDE.TEST")
                .contains("forwardable")
                .contains("S4U2Proxy to " + HOME_WEB)
                .contains("the target sees alice@WORLDWIDE.TEST");
    }

    @Test
    void a_user_of_another_domain_is_followed_over_every_trust() throws Exception {
        // When
        Run run = explain("--upn", "carol@AMER.WORLDWIDE.TEST", "--spn", "HTTP/exch.emea.worldwide.test");

        // Then
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("cross-realm TGT for AMER.WORLDWIDE.TEST")
                .contains("cross-realm TGT for EMEA.WORLDWIDE.TEST")
                .contains("the target sees carol@AMER.WORLDWIDE.TEST");
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "alice@WORLDWIDE.TEST | HTTP/other.worldwide.test | DELEGATION_NOT_ALLOWED | 'Set-ADUser -Identity ''SVC_awseg'' -Server worldwide.test -Add @{''msDS-AllowedToDelegateTo''=''HTTP/other.worldwide.test''}'",
                "carol@AMER.WORLDWIDE.TEST | HTTP/closed.emea.worldwide.test | DELEGATION_NOT_ALLOWED | -PrincipalsAllowedToDelegateToAccount (Get-ADUser -Identity 'SVC_awseg' -Server worldwide.test)",
                "alice@WORLDWIDE.TEST | HTTP/nosuch.worldwide.test | TARGET_UNKNOWN | setspn -S HTTP/nosuch.worldwide.test",
                "sensitive@WORLDWIDE.TEST | HTTP/exch.worldwide.test | USER_NOT_DELEGABLE | Set-ADAccountControl -Identity 'sensitive' -Server worldwide.test -AccountNotDelegated $false",
                "nobody@WORLDWIDE.TEST | HTTP/exch.worldwide.test | USER_UNKNOWN | SamAccountName -eq 'nobody'",
                "alice@nosuch.example | HTTP/exch.worldwide.test | USER_UNKNOWN | UserPrincipalName -eq 'alice@nosuch.example'"
            })
    void a_failure_ends_with_the_command_that_mends_it(String upn, String spn, String reason, String command)
            throws Exception {
        // When
        Run run = explain("--upn", upn, "--spn", spn);

        // Then
        assertThat(run.exitCode()).as(run.output()).isEqualTo(1);
        assertThat(run.output())
                .contains("FAILED")
                .contains("No token: " + reason)
                .contains(command);
    }

    /** What ran, all it wrote, and how it ended. */
    private record Run(String output, int exitCode) {}

    private static Run explain(String... arguments) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("kcd.project", ".."));
        List<String> command = new ArrayList<>(List.of(
                home.resolve("kcd").toAbsolutePath().toString(),
                "explain",
                "--broker",
                "localhost:" + gateway.brokerPort(),
                "--mtls-certificate",
                tester.certificate().toString(),
                "--mtls-private-key",
                tester.privateKey().toString(),
                "--mtls-trust-store",
                gateway.serviceCa()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String text = output.readAllAsString();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Run(text, process.exitValue());
        } finally {
            process.destroy();
        }
    }
}
