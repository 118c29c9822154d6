package kcd.broker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import kcd.broker.refusal.RefusalReason;
import kcd.kerberos.failure.Attempt;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.failure.Parties;
import kcd.kerberos.name.Realm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KerberosRefusalsTest {
    private static final Realm REALM = new Realm("A.TEST");
    private static final Attempt ATTEMPT =
            new Attempt(Attempt.Step.S4U2PROXY, "to HTTP/mail", REALM, ErrorCode.BADOPTION, null, null);

    @ParameterizedTest
    @MethodSource("failures")
    void every_failure_of_the_engine_has_its_reason(KerberosFailure failure, RefusalReason reason) {
        // When
        var refused = KerberosRefusals.refused(new KerberosException(failure), Parties.UNNAMED);

        // Then
        assertThat(refused.refusal().reason()).isEqualTo(reason);
        assertThat(refused.refusal().message()).contains("HTTP/mail").contains("KDC_ERR_BADOPTION");
        assertThat(refused.refusal().remedy()).contains(failure.remedy());
        assertThat(refused.refusal().kerberosError()).hasValue(13);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new KerberosFailure.UserUnknown(ATTEMPT), RefusalReason.USER_UNKNOWN),
                Arguments.of(new KerberosFailure.UserRevoked(ATTEMPT), RefusalReason.USER_REVOKED),
                Arguments.of(new KerberosFailure.UserNotDelegable(ATTEMPT), RefusalReason.USER_NOT_DELEGABLE),
                Arguments.of(new KerberosFailure.UserForbiddenByPolicy(ATTEMPT), RefusalReason.USER_POLICY),
                Arguments.of(new KerberosFailure.TargetUnknown(ATTEMPT), RefusalReason.TARGET_UNKNOWN),
                Arguments.of(new KerberosFailure.DelegationNotAllowed(ATTEMPT), RefusalReason.DELEGATION_NOT_ALLOWED),
                Arguments.of(new KerberosFailure.ServiceAccountRefused(ATTEMPT), RefusalReason.SERVICE_ACCOUNT),
                Arguments.of(new KerberosFailure.EncryptionTypeMismatch(ATTEMPT), RefusalReason.ENCRYPTION_TYPE),
                Arguments.of(new KerberosFailure.RealmUnknown(ATTEMPT, REALM), RefusalReason.REALM_UNKNOWN),
                Arguments.of(new KerberosFailure.KdcUnsupported(ATTEMPT), RefusalReason.KDC_UNSUPPORTED),
                Arguments.of(new KerberosFailure.ArmorRequired(ATTEMPT), RefusalReason.KDC_UNSUPPORTED),
                Arguments.of(new KerberosFailure.KdcUnavailable(ATTEMPT), RefusalReason.KDC_UNAVAILABLE),
                Arguments.of(new KerberosFailure.ClockSkew(ATTEMPT, Duration.ofMinutes(10)), RefusalReason.CLOCK_SKEW),
                Arguments.of(new KerberosFailure.StaleTicket(ATTEMPT), RefusalReason.KDC_PROTOCOL),
                Arguments.of(new KerberosFailure.ProtocolViolation(ATTEMPT), RefusalReason.KDC_PROTOCOL));
    }

    @Test
    void a_failure_that_passes_through_the_caches_is_the_same_afterwards() {
        // Given
        var original = new KerberosException(new KerberosFailure.ServiceAccountRefused(ATTEMPT));

        // When
        KerberosException back = KerberosRefusals.exception(KerberosRefusals.refused(original, Parties.UNNAMED), REALM);

        // Then
        assertThat(back).isSameAs(original);
    }
}
