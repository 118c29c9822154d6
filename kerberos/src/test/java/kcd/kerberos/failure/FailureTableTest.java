package kcd.kerberos.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.Attempt.Step;
import kcd.kerberos.name.NameType;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.KerbErrorData;
import kcd.kerberos.wire.KrbError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of what a KDC may answer at each step, and what it means for those who wait. */
class FailureTableTest {
    private static final Realm REALM = new Realm("EXAMPLE.COM");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final PrincipalName TARGET = new PrincipalName(NameType.SRV_INST, List.of("HTTP", "mail"));

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource({
        // the user
        "S4U2SELF,      6, UserUnknown",
        "LOCATE_USER,   6, UserUnknown",
        "S4U2PROXY,     6, UserUnknown",
        "S4U2SELF,     12, UserForbiddenByPolicy",
        "S4U2PROXY,    12, UserForbiddenByPolicy",
        "S4U2SELF,     18, UserRevoked",
        "LOCATE_USER,  18, UserRevoked",
        "S4U2PROXY,    18, UserRevoked",
        "S4U2SELF,      1, UserRevoked",
        "S4U2SELF,     23, UserRevoked",
        "S4U2SELF,     21, UserRevoked",
        // the target
        "S4U2PROXY,     7, TargetUnknown",
        "LOCATE_TARGET, 7, TargetUnknown",
        "S4U2PROXY,    19, TargetUnknown",
        "S4U2PROXY,     2, TargetUnknown",
        "S4U2PROXY,    13, DelegationNotAllowed",
        // ourselves
        "AUTHENTICATE, 18, ServiceAccountRefused",
        "AUTHENTICATE, 23, ServiceAccountRefused",
        "AUTHENTICATE, 24, ServiceAccountRefused",
        "AUTHENTICATE,  6, ServiceAccountRefused",
        "AUTHENTICATE, 68, ServiceAccountRefused",
        "AUTHENTICATE, 12, ServiceAccountRefused",
        "CROSS_REALM,  18, ServiceAccountRefused",
        "S4U2SELF,     27, ServiceAccountRefused",
        "S4U2SELF,      7, ServiceAccountRefused",
        // A key that does not fit is never tried again, whatever the KDC calls it.
        "AUTHENTICATE, 31, ServiceAccountRefused",
        "AUTHENTICATE, 41, ServiceAccountRefused",
        "AUTHENTICATE, 20, ServiceAccountRefused",
        // stale tickets
        "S4U2SELF,     20, StaleTicket",
        "S4U2SELF,     31, StaleTicket",
        "S4U2PROXY,    32, StaleTicket",
        "CROSS_REALM,  33, StaleTicket",
        "LOCATE_TARGET,41, StaleTicket",
        // the KDC and the way to it
        "S4U2SELF,     14, EncryptionTypeMismatch",
        "AUTHENTICATE, 14, EncryptionTypeMismatch",
        "S4U2PROXY,    16, KdcUnsupported",
        "S4U2SELF,     29, KdcUnavailable",
        "AUTHENTICATE, 60, KdcUnavailable",
        "S4U2SELF,     37, ClockSkew",
        "S4U2SELF,     13, ProtocolViolation",
        "S4U2PROXY,    25, ProtocolViolation",
        "CROSS_REALM,  34, ProtocolViolation",
        "S4U2SELF,    999, ProtocolViolation",
        "S4U2SELF,     -1, ProtocolViolation"
    })
    void sorts_every_answer_by_what_is_to_be_done(Step step, int code, String expected) {
        KerberosFailure failure = classify(step, code, null, TARGET);

        assertThat(failure.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(failure.attempt().errorCode()).isEqualTo(code);
        assertThat(failure.attempt().step()).isEqualTo(step);
        assertThat(failure.attempt().realm()).isEqualTo(REALM);
        assertThat(failure.remedy()).isNotBlank();
    }

    @ParameterizedTest(name = "BADOPTION with {0} -> {1}")
    @CsvSource({
        "0xC00000BB, DelegationNotAllowed",
        "0xC0000272, DelegationNotAllowed",
        "0xC0000225, DelegationNotAllowed",
        "0xC000006E, UserNotDelegable",
        "0xC0000001, DelegationNotAllowed"
    })
    void tells_whose_fault_a_refused_delegation_is(String status, String expected) {
        long ntStatus = Long.decode(status);

        KerberosFailure failure = classify(Step.S4U2PROXY, ErrorCode.BADOPTION, KerbErrorData.of(ntStatus), TARGET);

        assertThat(failure.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(failure.attempt().ntStatus()).isEqualTo(ntStatus);
        assertThat(failure.attempt().toString()).contains("KDC_ERR_BADOPTION (13)", status.substring(2));
    }

    @Test
    void names_the_realm_that_no_trust_leads_to() {
        KerberosFailure failure = classify(Step.CROSS_REALM, 7, null, PrincipalName.tgs(new Realm("FAR.EXAMPLE")));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        KerberosFailure.RealmUnknown.class,
                        unknown -> assertThat(unknown.unknown()).isEqualTo(new Realm("FAR.EXAMPLE")));
    }

    @Test
    void takes_a_service_for_no_realm_on_the_way_to_another() {
        assertThat(classify(Step.CROSS_REALM, 7, null, TARGET)).isInstanceOf(KerberosFailure.ProtocolViolation.class);
    }

    @Test
    void says_how_far_the_clocks_are_apart() {
        KerberosFailure failure = classify(Step.S4U2SELF, ErrorCode.SKEW, null, TARGET);

        assertThat(failure)
                .isInstanceOfSatisfying(
                        KerberosFailure.ClockSkew.class,
                        skew -> assertThat(skew.offset()).isEqualTo(Duration.ofMinutes(-10)));
        assertThat(failure.remedy()).contains("600 s");
    }

    @Test
    void reads_past_error_data_that_is_no_status() {
        KerberosFailure failure = classify(Step.S4U2PROXY, 13, Octets.of(new byte[] {1, 2, 3}), TARGET);

        assertThat(failure.attempt().ntStatus()).isNull();
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void lets_no_text_from_outside_forge_a_log_line(String text) {
        KrbError error = new KrbError(60, NOW, 0, null, REALM, TARGET, text, null);

        String line = FailureTable.classify(Step.S4U2SELF, "for " + text, error, TARGET, NOW)
                .attempt()
                .toString();

        assertThat(line).startsWith("S4U2Self for").hasSizeLessThan(800);
        assertThat(line.codePoints().filter(c -> c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x202e))
                .isEmpty();
    }

    static Stream<String> hostileTexts() {
        return Stream.of(
                "x\n2026-11-21 ERROR all is lost",
                "x\r\0\t",
                "x\u001b[2J",
                "x\u009b2J",
                "x\u0085y",
                "x\u2028y",
                "x\u202eresu",
                "x".repeat(5000));
    }

    @ParameterizedTest
    @EnumSource
    void describes_every_status_by_name_number_and_meaning(NtStatus status) {
        assertThat(NtStatus.of(status.value())).contains(status);
        assertThat(NtStatus.describe(status.value()))
                .contains("STATUS_" + status.name(), "0x%X".formatted(status.value()))
                .hasSizeGreaterThan(30);
    }

    @Test
    void describes_unknown_numbers_as_numbers() {
        assertThat(NtStatus.describe(0xC0001234L)).isEqualTo("NTSTATUS 0xC0001234");
        assertThat(ErrorCode.describe(4711)).isEqualTo("Kerberos error (4711)");
        assertThat(ErrorCode.describe(13)).isEqualTo("KDC_ERR_BADOPTION (13)");
    }

    @Test
    void has_a_name_for_every_number_it_knows() throws Exception {
        for (var field : Arrays.stream(ErrorCode.class.getFields()).toList()) {
            assertThat(ErrorCode.describe(field.getInt(null)))
                    .endsWith("_" + field.getName() + " (" + field.getInt(null) + ")");
        }
    }

    @Test
    void puts_the_attempt_into_the_exceptions_message() {
        KerberosException exception =
                new KerberosException(classify(Step.S4U2PROXY, 13, KerbErrorData.of(0xC0000272L), TARGET));

        assertThat(exception)
                .hasMessage("S4U2Proxy to HTTP/mail at EXAMPLE.COM: KDC_ERR_BADOPTION (13), STATUS_NO_MATCH 0xC0000272,"
                        + " the target is not in the delegation list, or the evidence is not forwardable, sorry");
    }

    private static KerberosFailure classify(Step step, int code, @Nullable Octets edata, PrincipalName asked) {
        KrbError error = new KrbError(code, NOW.minus(Duration.ofMinutes(10)), 0, null, REALM, TARGET, "sorry", edata);
        return FailureTable.classify(step, "to HTTP/mail", error, asked, NOW);
    }
}
