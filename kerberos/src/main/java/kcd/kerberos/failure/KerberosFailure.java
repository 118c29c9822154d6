package kcd.kerberos.failure;

import java.time.Duration;
import kcd.kerberos.name.Realm;

/**
 * Why no ticket was had: one type for each thing a caller does differently. Each names its cause and, in
 * {@link #remedy()}, what an administrator should do.
 */
public sealed interface KerberosFailure {

    /** What was attempted and what came back. */
    Attempt attempt();

    /** What to do about it, with the command that does it; the names in it are for the reader to fill in. */
    default String remedy() {
        return remedy(Parties.UNNAMED);
    }

    /** What to do about it, with the very command that does it, as far as the names are known. */
    default String remedy(Parties parties) {
        return Remedies.of(this, parties);
    }

    /** No KDC knows the user. */
    record UserUnknown(Attempt attempt) implements KerberosFailure {}

    /** The user is disabled, locked out, expired, or must change the password. */
    record UserRevoked(Attempt attempt) implements KerberosFailure {}

    /** The user is sensitive or in Protected Users. */
    record UserNotDelegable(Attempt attempt) implements KerberosFailure {}

    /** A policy of the user's domain. */
    record UserForbiddenByPolicy(Attempt attempt) implements KerberosFailure {}

    /** The SPN is not registered, or twice, or out of reach. */
    record TargetUnknown(Attempt attempt) implements KerberosFailure {}

    /** The delegation list does not allow it. */
    record DelegationNotAllowed(Attempt attempt) implements KerberosFailure {}

    /** Our own account is refused. */
    record ServiceAccountRefused(Attempt attempt) implements KerberosFailure {}

    /** The KDC takes our own account's proof in FAST armour only, and we have no account to make it from. */
    record ArmorRequired(Attempt attempt) implements KerberosFailure {}

    /** No common encryption type. */
    record EncryptionTypeMismatch(Attempt attempt) implements KerberosFailure {}

    /** We have no controllers for a realm, or no trust leads there. */
    record RealmUnknown(Attempt attempt, Realm unknown) implements KerberosFailure {}

    /** The controller does not do what delegation needs. */
    record KdcUnsupported(Attempt attempt) implements KerberosFailure {}

    /** Nobody answered. */
    record KdcUnavailable(Attempt attempt) implements KerberosFailure {}

    /** Clocks differ. */
    record ClockSkew(Attempt attempt, Duration offset) implements KerberosFailure {}

    /** A ticket we hold is no longer taken; a new one will do. */
    record StaleTicket(Attempt attempt) implements KerberosFailure {}

    /** The answer makes no sense, or is not what it should be. */
    record ProtocolViolation(Attempt attempt) implements KerberosFailure {}
}
