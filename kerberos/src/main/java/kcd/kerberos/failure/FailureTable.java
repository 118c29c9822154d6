package kcd.kerberos.failure;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.wire.KerbErrorData;
import kcd.kerberos.wire.KrbError;

/** The one translation from KRB-ERROR to {@link KerberosFailure}: pure, by step and number. */
public final class FailureTable {
    private FailureTable() {}

    /**
     * Classifies an error.
     *
     * @param step which exchange got it
     * @param what what the exchange was for
     * @param error the error
     * @param asked the service that was asked for
     * @param now our time, for the size of a skew
     */
    public static KerberosFailure classify(
            Attempt.Step step, String what, KrbError error, PrincipalName asked, Instant now) {
        Attempt attempt = attempt(step, what, error);
        return switch (error.errorCode()) {
            case ErrorCode.SKEW -> new KerberosFailure.ClockSkew(attempt, Duration.between(now, error.stime()));
            case ErrorCode.TGT_REVOKED,
                    ErrorCode.BAD_INTEGRITY,
                    ErrorCode.TKT_EXPIRED,
                    ErrorCode.TKT_NYV,
                    ErrorCode.MODIFIED ->
                // Without a ticket it is the key that does not fit, and a second try with it counts towards a lock-out.
                step == Attempt.Step.AUTHENTICATE
                        ? new KerberosFailure.ServiceAccountRefused(attempt)
                        : new KerberosFailure.StaleTicket(attempt);
            case ErrorCode.SVC_UNAVAILABLE, ErrorCode.GENERIC -> new KerberosFailure.KdcUnavailable(attempt);
            case ErrorCode.ETYPE_NOSUPP -> new KerberosFailure.EncryptionTypeMismatch(attempt);
            case ErrorCode.PADATA_TYPE_NOSUPP -> new KerberosFailure.KdcUnsupported(attempt);
            default -> byStep(attempt, error.errorCode(), asked);
        };
    }

    private static KerberosFailure byStep(Attempt attempt, int code, PrincipalName asked) {
        return switch (attempt.step()) {
            case AUTHENTICATE -> new KerberosFailure.ServiceAccountRefused(attempt);
            case LOCATE_USER, S4U2SELF -> aboutUser(attempt, code);
            case CROSS_REALM ->
                code == ErrorCode.S_PRINCIPAL_UNKNOWN && asked.isTgs()
                        ? new KerberosFailure.RealmUnknown(attempt, asked.tgsRealm())
                        : aboutService(attempt, code);
            case LOCATE_TARGET, S4U2PROXY -> aboutTarget(attempt, code);
        };
    }

    private static KerberosFailure aboutUser(Attempt attempt, int code) {
        return switch (code) {
            case ErrorCode.C_PRINCIPAL_UNKNOWN -> new KerberosFailure.UserUnknown(attempt);
            case ErrorCode.CLIENT_REVOKED, ErrorCode.NAME_EXP, ErrorCode.KEY_EXPIRED, ErrorCode.CLIENT_NOTYET ->
                new KerberosFailure.UserRevoked(attempt);
            case ErrorCode.POLICY -> new KerberosFailure.UserForbiddenByPolicy(attempt);
            // A service account without an SPN cannot be the target of S4U2Self: Windows says 27, Samba 7.
            case ErrorCode.MUST_USE_USER2USER, ErrorCode.S_PRINCIPAL_UNKNOWN ->
                new KerberosFailure.ServiceAccountRefused(attempt);
            default -> new KerberosFailure.ProtocolViolation(attempt);
        };
    }

    private static KerberosFailure aboutService(Attempt attempt, int code) {
        return switch (code) {
            case ErrorCode.CLIENT_REVOKED, ErrorCode.NAME_EXP, ErrorCode.KEY_EXPIRED, ErrorCode.POLICY ->
                new KerberosFailure.ServiceAccountRefused(attempt);
            default -> new KerberosFailure.ProtocolViolation(attempt);
        };
    }

    private static KerberosFailure aboutTarget(Attempt attempt, int code) {
        return switch (code) {
            case ErrorCode.S_PRINCIPAL_UNKNOWN, ErrorCode.SERVICE_EXP, ErrorCode.SERVICE_REVOKED ->
                new KerberosFailure.TargetUnknown(attempt);
            case ErrorCode.BADOPTION ->
                attempt.ntStatus() != null && attempt.ntStatus() == NtStatus.ACCOUNT_RESTRICTION.value()
                        ? new KerberosFailure.UserNotDelegable(attempt)
                        : new KerberosFailure.DelegationNotAllowed(attempt);
            case ErrorCode.C_PRINCIPAL_UNKNOWN,
                    ErrorCode.CLIENT_REVOKED,
                    ErrorCode.NAME_EXP,
                    ErrorCode.KEY_EXPIRED,
                    ErrorCode.POLICY,
                    ErrorCode.CLIENT_NOTYET -> aboutUser(attempt, code);
            default -> new KerberosFailure.ProtocolViolation(attempt);
        };
    }

    /** The attempt an error answers. */
    public static Attempt attempt(Attempt.Step step, String what, KrbError error) {
        OptionalLong status = error.edata() == null ? OptionalLong.empty() : KerbErrorData.ntStatus(error.edata());
        return new Attempt(
                step,
                what,
                error.realm(),
                error.errorCode(),
                status.isPresent() ? status.getAsLong() : null,
                error.etext());
    }
}
