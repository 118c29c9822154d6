package kcd.broker.refusal;

import java.time.Duration;
import java.util.Optional;

/** Why no token was minted; FailureReason in ticket_broker.proto says what each means. */
public enum RefusalReason {
    INVALID_REQUEST(RefusalClass.REQUEST),
    CALLER_UNKNOWN(RefusalClass.REQUEST),
    TARGET_NOT_ALLOWED(RefusalClass.REQUEST),
    ASSERTION_NOT_ALLOWED(RefusalClass.REQUEST),
    EXPLAIN_NOT_ALLOWED(RefusalClass.REQUEST),
    RATE_LIMITED(RefusalClass.TEMPORARY),

    CERTIFICATE_REJECTED(RefusalClass.PERMANENT),
    CERTIFICATE_REVOKED(RefusalClass.PERMANENT),
    REVOCATION_UNKNOWN(RefusalClass.TEMPORARY),
    NO_IDENTITY(RefusalClass.PERMANENT),
    MAPPING_FAILED(RefusalClass.PERMANENT),
    MAPPING_UNAVAILABLE(RefusalClass.TEMPORARY),
    SID_MISMATCH(RefusalClass.PERMANENT),

    USER_UNKNOWN(RefusalClass.PERMANENT),
    USER_REVOKED(RefusalClass.PERMANENT),
    USER_NOT_DELEGABLE(RefusalClass.PERMANENT),
    USER_POLICY(RefusalClass.PERMANENT),

    TARGET_UNKNOWN(RefusalClass.CONFIGURATION),
    DELEGATION_NOT_ALLOWED(RefusalClass.CONFIGURATION),
    SERVICE_ACCOUNT(RefusalClass.CONFIGURATION),
    ENCRYPTION_TYPE(RefusalClass.CONFIGURATION),
    REALM_UNKNOWN(RefusalClass.CONFIGURATION),
    KDC_UNSUPPORTED(RefusalClass.CONFIGURATION),

    KDC_UNAVAILABLE(RefusalClass.TEMPORARY),
    CLOCK_SKEW(RefusalClass.TEMPORARY),
    KDC_PROTOCOL(RefusalClass.TEMPORARY),
    INTERNAL(RefusalClass.TEMPORARY);

    /** A passing trouble: long enough that a fleet of phones does not hammer, short enough that mail is not late. */
    private static final Duration RETRY_SOON = Duration.ofSeconds(10);
    /** A fault that waits for a person. */
    private static final Duration RETRY_AFTER_REPAIR = Duration.ofMinutes(2);

    private final RefusalClass refusalClass;

    RefusalReason(RefusalClass refusalClass) {
        this.refusalClass = refusalClass;
    }

    public RefusalClass refusalClass() {
        return refusalClass;
    }

    /** When trying again may help, if ever. */
    public Optional<Duration> retryAfter() {
        return switch (refusalClass) {
            case REQUEST, PERMANENT -> Optional.empty();
            case TEMPORARY -> Optional.of(RETRY_SOON);
            case CONFIGURATION -> Optional.of(RETRY_AFTER_REPAIR);
        };
    }

    /** How long the same question to a domain controller or directory is answered with this refusal without asking again. */
    public Duration remembered() {
        return switch (this) {
            case USER_UNKNOWN -> Duration.ofMinutes(2);
            case MAPPING_FAILED, USER_REVOKED, USER_NOT_DELEGABLE, USER_POLICY, SID_MISMATCH -> Duration.ofSeconds(60);
            case TARGET_UNKNOWN,
                    DELEGATION_NOT_ALLOWED,
                    SERVICE_ACCOUNT,
                    ENCRYPTION_TYPE,
                    REALM_UNKNOWN,
                    KDC_UNSUPPORTED -> Duration.ofSeconds(10);
            case INVALID_REQUEST,
                    CALLER_UNKNOWN,
                    TARGET_NOT_ALLOWED,
                    ASSERTION_NOT_ALLOWED,
                    EXPLAIN_NOT_ALLOWED,
                    RATE_LIMITED,
                    CERTIFICATE_REJECTED,
                    CERTIFICATE_REVOKED,
                    REVOCATION_UNKNOWN,
                    NO_IDENTITY,
                    MAPPING_UNAVAILABLE,
                    KDC_UNAVAILABLE,
                    CLOCK_SKEW,
                    KDC_PROTOCOL,
                    INTERNAL -> Duration.ZERO;
        };
    }
}
