package kcd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import kcd.ticket.v1.ExplainResponse;
import kcd.ticket.v1.ExplainStep;
import kcd.ticket.v1.FailureReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    private static final ExplainStep SELF = ExplainStep.newBuilder()
            .setTitle("S4U2Self for alice@A.TEST")
            .setOk(true)
            .setDetail("for svc: " + "word ".repeat(40).strip())
            .setRealm("A.TEST")
            .setController("dc1.a.test:88")
            .setDurationMicros(1_234)
            .build();
    private static final ExplainStep PROXY = ExplainStep.newBuilder()
            .setTitle("S4U2Proxy to HTTP/mail.a.test")
            .setDetail("KDC_ERR_BADOPTION (13)\u001b[2J")
            .setRealm("A.TEST")
            .setController("dc1.a.test:88")
            .setKerberosError(13)
            .build();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private FakeBroker broker;

    @BeforeEach
    void start() throws IOException {
        broker = new FakeBroker(folder);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void a_way_that_leads_to_a_token_is_success() {
        // Given
        broker.answer(ExplainResponse.newBuilder()
                .addSteps(SELF)
                .setSuccess(true)
                .setClientPrincipal("alice@A.TEST")
                .build());

        // When
        int code = explain("--upn", "alice@a.test", "--spn", "HTTP/mail.a.test");

        // Then
        assertThat(code).isZero();
        assertThat(text(out))
                .startsWith(
                        "ok        1.2 ms  S4U2Self for alice@A.TEST\n                  A.TEST at dc1.a.test:88: for svc: word")
                .endsWith("\nA token would be minted; the target sees alice@A.TEST.\n");
        assertThat(text(out).lines()).allMatch(line -> line.length() <= Words.COLUMNS);
        assertThat(broker.asked.get().getUserPrincipalName()).isEqualTo("alice@a.test");
        assertThat(broker.asked.get().getTargetSpn()).isEqualTo("HTTP/mail.a.test");
    }

    @Test
    void a_failure_is_shown_with_its_remedy_and_exit_code_1() {
        // Given
        broker.answer(failure());

        // When
        int code = explain("--upn", "alice@a.test");

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(text(out))
                .contains("FAILED    0.0 ms  S4U2Proxy to HTTP/mail.a.test\n")
                .contains("\nNo token: DELEGATION_NOT_ALLOWED, for alice@A.TEST\n")
                .contains("\nAdd it:\n  Set-ADUser -Identity 'svc'")
                .doesNotContain("\u001b");
    }

    @Test
    void json_is_the_contracts_own() {
        // Given
        broker.answer(failure());

        // When
        int code = explain("--upn", "alice@a.test", "--json");

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(text(out))
                .contains("\"reason\": \"FAILURE_REASON_DELEGATION_NOT_ALLOWED\"")
                .contains("\"kerberosError\": 13");
    }

    @Test
    void a_certificate_is_read_from_pem_and_from_der() throws Exception {
        // Given
        broker.answer(failure());
        Credential alice = CertificateWorkshop.now().root("Users CA").user("alice@a.test");
        byte[] der = alice.certificate().getEncoded();
        Path derFile = Files.write(folder.resolve("alice.der"), der);
        Path pemFile = alice.writePem(folder, "alice").certificate();

        for (Path file : List.of(derFile, pemFile)) {
            // When
            explain("--certificate", file.toString());

            // Then
            assertThat(broker.asked
                            .get()
                            .getCertificateChain()
                            .getCertificates(0)
                            .toByteArray())
                    .isEqualTo(der);
        }
    }

    @Test
    void a_refusal_is_one_message_and_exit_code_2() {
        // When
        int code = explain("--upn", "alice@a.test");

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(text(err)).isEqualTo("kcd explain: PERMISSION_DENIED: caller admin may not ask\n");
    }

    @Test
    void a_broker_that_is_not_there_is_one_message_and_exit_code_2() {
        // Given
        broker.close();

        // When
        int code = explain("--upn", "alice@a.test");

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(text(err)).startsWith("kcd explain: UNAVAILABLE").doesNotContain("\tat ");
    }

    @Test
    void a_wrong_command_line_is_told_with_the_usage() {
        assertThat(explain()).isEqualTo(2);
        assertThat(explain("--upn", "a@b", "--certificate", "x")).isEqualTo(2);
        assertThat(explain("--upn", "a@b", "--colour")).isEqualTo(2);
        assertThat(explain("--upn")).isEqualTo(2);
        assertThat(text(err))
                .contains("give one of --certificate and --upn")
                .contains("there is no option --colour")
                .contains("usage: ./kcd explain");
    }

    private static ExplainResponse failure() {
        return ExplainResponse.newBuilder()
                .addSteps(SELF)
                .addSteps(PROXY)
                .setReason(FailureReason.FAILURE_REASON_DELEGATION_NOT_ALLOWED)
                .setClientPrincipal("alice@A.TEST")
                .setRemedy(
                        "Add it:\n  Set-ADUser -Identity 'svc' -Add @{'msDS-AllowedToDelegateTo'='HTTP/mail.a.test'}")
                .build();
    }

    private int explain(String... arguments) {
        List<String> all = new ArrayList<>(List.of("explain"));
        all.addAll(List.of(broker.connection()));
        all.addAll(List.of(arguments));
        return Kcd.run(all, print(out), print(err));
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream of) {
        return of.toString(StandardCharsets.UTF_8);
    }
}
