package kcd.broker.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import kcd.broker.kdc.ControllerAddress;
import kcd.broker.kdc.KdcExchanges.Result;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.Attempt;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.wire.EncryptedData;
import kcd.kerberos.wire.KrbError;
import kcd.kerberos.wire.Ticket;
import kcd.kerberos.wire.TicketFlags;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KdcStepsTest {
    private static final Realm HOME = new Realm("A.TEST");
    private static final Realm OTHER = new Realm("B.TEST");
    private static final ControllerAddress DC = new ControllerAddress("dc1.a.test", 88);

    private final Transcript transcript = new Transcript(() -> 0);
    private final KdcSteps steps = new KdcSteps(transcript, Principal.parse("svc@A.TEST"));

    @Test
    void a_request_for_proof_says_that_the_user_is_known() {
        // When
        steps.finished(HOME, DC, Result.ANSWERED, Duration.ZERO);
        steps.answered(Attempt.Step.LOCATE_USER, "of alice@x", HOME, error(ErrorCode.PREAUTH_REQUIRED, null));

        // Then
        Step step = only();
        assertThat(step.ok()).isTrue();
        assertThat(step.detail()).isEqualTo("A.TEST knows this name");
        assertThat(step.controller()).contains(DC);
    }

    @Test
    void a_referral_of_a_user_names_the_next_realm() {
        steps.answered(Attempt.Step.LOCATE_USER, "of alice@x", HOME, error(ErrorCode.WRONG_REALM, OTHER));
        assertThat(only().detail()).isEqualTo("refers to B.TEST");
    }

    @Test
    void an_error_is_told_in_words_and_by_number() {
        // When
        steps.answered(Attempt.Step.S4U2PROXY, "to HTTP/mail", HOME, error(ErrorCode.BADOPTION, null));

        // Then
        Step step = only();
        assertThat(step.ok()).isFalse();
        assertThat(step.title()).isEqualTo("S4U2Proxy to HTTP/mail");
        assertThat(step.detail()).isEqualTo("KDC_ERR_BADOPTION (13), said the controller");
        assertThat(step.kerberosError()).hasValue(13);
        assertThat(step.realm()).contains(HOME);
    }

    @Test
    void a_ticket_is_told_by_its_properties_and_never_shown() {
        // Given
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) 0x5a);
        var credential = credential(secret);

        // When
        steps.verified(Attempt.Step.CROSS_REALM, "for B.TEST", HOME, credential);

        // Then
        assertThat(only().detail())
                .isEqualTo("leads to B.TEST: ticket aes256-cts-hmac-sha1-96, session key aes128-cts-hmac-sha1-96;"
                        + " forwardable, pre-authenticated; until 2026-11-21T18:00:00Z");
    }

    @Test
    void a_name_cannot_steer_a_terminal() {
        steps.answered(Attempt.Step.S4U2SELF, "for \u001b[2Jalice", HOME, error(ErrorCode.C_PRINCIPAL_UNKNOWN, null));
        assertThat(only().title()).doesNotContain("\u001b");
    }

    @Test
    void the_engines_own_question_tells_whose_fault_a_refusal_is() {
        // Given
        steps.answered(Attempt.Step.S4U2PROXY, "to HTTP/mail", HOME, error(ErrorCode.BADOPTION, null));

        // When
        steps.verified(Attempt.Step.S4U2SELF, "for svc@A.TEST", HOME, credential(new byte[32]));

        // Then
        Step last = transcript.succeeded().steps().getLast();
        assertThat(last.detail()).isEqualTo("yes: so it is the user that may not be delegated");
    }

    private static Credential credential(byte[] secret) {
        return new Credential(
                Ticket.of(HOME, PrincipalName.tgs(OTHER), new EncryptedData(18, 2, Octets.of(secret))),
                Principal.parse("svc@A.TEST"),
                new Principal(PrincipalName.tgs(OTHER), HOME),
                new EncryptionKey(Enctype.AES128_SHA1, new byte[16]),
                TicketFlags.FORWARDABLE | TicketFlags.PRE_AUTHENT,
                Instant.EPOCH,
                Instant.parse("2026-11-21T18:00:00Z"));
    }

    private Step only() {
        List<Step> all = transcript.succeeded().steps();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static KrbError error(int code, @Nullable Realm crealm) {
        return new KrbError(code, Instant.EPOCH, 0, crealm, HOME, PrincipalName.tgs(HOME), "said the controller", null);
    }
}
