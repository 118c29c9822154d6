package kcd.broker.engine;

import java.util.Optional;
import java.util.OptionalInt;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.kerberos.failure.Attempt;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.failure.KerberosFailure.ArmorRequired;
import kcd.kerberos.failure.KerberosFailure.ClockSkew;
import kcd.kerberos.failure.KerberosFailure.DelegationNotAllowed;
import kcd.kerberos.failure.KerberosFailure.EncryptionTypeMismatch;
import kcd.kerberos.failure.KerberosFailure.KdcUnavailable;
import kcd.kerberos.failure.KerberosFailure.KdcUnsupported;
import kcd.kerberos.failure.KerberosFailure.ProtocolViolation;
import kcd.kerberos.failure.KerberosFailure.RealmUnknown;
import kcd.kerberos.failure.KerberosFailure.ServiceAccountRefused;
import kcd.kerberos.failure.KerberosFailure.StaleTicket;
import kcd.kerberos.failure.KerberosFailure.TargetUnknown;
import kcd.kerberos.failure.KerberosFailure.UserForbiddenByPolicy;
import kcd.kerberos.failure.KerberosFailure.UserNotDelegable;
import kcd.kerberos.failure.KerberosFailure.UserRevoked;
import kcd.kerberos.failure.KerberosFailure.UserUnknown;
import kcd.kerberos.failure.Parties;
import kcd.kerberos.name.Realm;

/** The one translation between the engine's failures and the broker's refusals, there and back. */
final class KerberosRefusals {
    private static final String MAP_CERTIFICATE = "The controllers know no account for the certificate. Map it there:"
            + "\n  Set-ADUser -Identity ACCOUNT -Add @{'altSecurityIdentities'='X509:<I>ISSUER<SR>SERIAL'}"
            + "\nSamba's controllers do not map certificates; with them ask the directory instead of the controllers:"
            + "\n  kcd.certificate-mapping.sources=user-certificate";

    private KerberosRefusals() {}

    /** @param parties the names for the remedy's commands */
    static RefusedException refused(KerberosException exception, Parties parties) {
        KerberosFailure failure = exception.failure();
        Attempt attempt = failure.attempt();
        Integer error = attempt.errorCode();
        RefusalReason reason = reason(failure);
        return new RefusedException(
                new Refusal(
                        reason,
                        attempt.toString(),
                        error == null ? OptionalInt.empty() : OptionalInt.of(error),
                        Optional.of(failure.remedy(parties)),
                        reason.retryAfter()),
                exception);
    }

    /** As {@link #refused}, where the KDCs were asked whose certificate it is: then no name is at fault. */
    static RefusedException ofHolder(KerberosException exception, Parties parties) {
        RefusedException refused = refused(exception, parties);
        KerberosFailure failure = exception.failure();
        return failure instanceof UserUnknown || failure instanceof KdcUnsupported
                ? new RefusedException(refused.refusal().remedy(MAP_CERTIFICATE), exception)
                : refused;
    }

    /** For the engine's own use of tickets that the broker keeps: what was refused there is refused here. */
    static KerberosException exception(RefusedException refused, Realm realm) {
        if (refused.getCause() instanceof KerberosException exception) {
            return exception;
        }
        String why = refused.refusal().message();
        return new KerberosException(
                refused.refusal().reason() == RefusalReason.SERVICE_ACCOUNT
                        ? new ServiceAccountRefused(forServiceAccount(realm, why))
                        : unavailable(realm, why));
    }

    /** When our own wait for a ticket was cut short. */
    static KerberosFailure interrupted(Realm realm) {
        return unavailable(realm, "the wait was interrupted");
    }

    private static KerberosFailure unavailable(Realm realm, String why) {
        return new KdcUnavailable(forServiceAccount(realm, why));
    }

    private static Attempt forServiceAccount(Realm realm, String why) {
        return Attempt.of(Attempt.Step.CROSS_REALM, "for the service account", realm, why);
    }

    private static RefusalReason reason(KerberosFailure failure) {
        return switch (failure) {
            case UserUnknown _ -> RefusalReason.USER_UNKNOWN;
            case UserRevoked _ -> RefusalReason.USER_REVOKED;
            case UserNotDelegable _ -> RefusalReason.USER_NOT_DELEGABLE;
            case UserForbiddenByPolicy _ -> RefusalReason.USER_POLICY;
            case TargetUnknown _ -> RefusalReason.TARGET_UNKNOWN;
            case DelegationNotAllowed _ -> RefusalReason.DELEGATION_NOT_ALLOWED;
            case ServiceAccountRefused _ -> RefusalReason.SERVICE_ACCOUNT;
            case EncryptionTypeMismatch _ -> RefusalReason.ENCRYPTION_TYPE;
            case RealmUnknown _ -> RefusalReason.REALM_UNKNOWN;
            case KdcUnsupported _, ArmorRequired _ -> RefusalReason.KDC_UNSUPPORTED;
            case KdcUnavailable _ -> RefusalReason.KDC_UNAVAILABLE;
            case ClockSkew _ -> RefusalReason.CLOCK_SKEW;
            case StaleTicket _, ProtocolViolation _ -> RefusalReason.KDC_PROTOCOL;
        };
    }
}
