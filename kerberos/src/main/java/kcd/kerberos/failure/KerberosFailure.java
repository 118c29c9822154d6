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

    /** What to do about it, in one or two sentences. */
    String remedy();

    /** No KDC knows the user. */
    record UserUnknown(Attempt attempt) implements KerberosFailure {
        @Override
        public String remedy() {
            return "Compare the name in the certificate with the user's userPrincipalName. Where they must differ, map it:"
                    + " Set-ADUser -Identity USER -Add @{'altSecurityIdentities'='Kerberos:NAME@REALM'}, or name the"
                    + " suffix's realm under kcd.upn-suffixes.";
        }
    }

    /** The user is disabled, locked out, expired, or must change the password. */
    record UserRevoked(Attempt attempt) implements KerberosFailure {
        @Override
        public String remedy() {
            return "Get-ADUser -Identity USER -Properties Enabled,LockedOut,AccountExpirationDate,PasswordExpired"
                    + " says which; enable, unlock or extend the account.";
        }
    }

    /** The user is sensitive or in Protected Users. */
    record UserNotDelegable(Attempt attempt) implements KerberosFailure {
        @Override
        public String remedy() {
            return "The user is marked 'Account is sensitive and cannot be delegated' or is in Protected Users. If that is"
                    + " not meant: Set-ADAccountControl -Identity USER -AccountNotDelegated $false, and leave the group.";
        }
    }

    /** A policy of the user's domain. */
    record UserForbiddenByPolicy(Attempt attempt) implements KerberosFailure {
        @Override
        public String remedy() {
            return "The domain's policy refuses this user: a disabled account (Samba answers so), an authentication"
                    + " policy silo, or logon restrictions.";
        }
    }

    /** The SPN is not registered, or twice, or out of reach. */
    record TargetUnknown(Attempt attempt) implements KerberosFailure {
        @Override
        public String remedy() {
            return "setspn -Q SPN must show exactly one account; register it with setspn -S SPN ACCOUNT. For a target in"
                    + " another domain check the trust.";
        }
    }

    /** The delegation list does not allow it. */
    record DelegationNotAllowed(Attempt attempt) implements KerberosFailure {
        @Override
        public String remedy() {
            return "On the service account's Delegation tab choose 'Trust this user for delegation to specified services"
                    + " only', 'Use any authentication protocol', and add the SPN; or allow the service account on the"
                    + " target: Set-ADUser -Identity TARGET -PrincipalsAllowedToDelegateToAccount SERVICE.";
        }
    }

    /** Our own account is refused. */
    record ServiceAccountRefused(Attempt attempt) implements KerberosFailure {
        @Override
        public String remedy() {
            return "Check that the service account is enabled and unlocked, has an SPN (setspn -S HTTP/NAME ACCOUNT), and"
                    + " that the keytab is of its current password (ktpass again after each password change). No further"
                    + " attempt is made with a wrong key, so that the account is not locked out.";
        }
    }

    /** No common encryption type. */
    record EncryptionTypeMismatch(Attempt attempt) implements KerberosFailure {
        @Override
        public String remedy() {
            return "Only AES is spoken. Set 'This account supports Kerberos AES 256 bit encryption' on the service and"
                    + " target accounts (msDS-SupportedEncryptionTypes 24) and reset their passwords once; check the"
                    + " trust too.";
        }
    }

    /** We have no controllers for a realm, or no trust leads there. */
    record RealmUnknown(Attempt attempt, Realm unknown) implements KerberosFailure {
        @Override
        public String remedy() {
            return "Name the controllers of " + unknown + " under kcd.domains, and check the trust between the domains"
                    + " (nltest /domain_trusts).";
        }
    }

    /** The controller does not do what delegation needs. */
    record KdcUnsupported(Attempt attempt) implements KerberosFailure {
        @Override
        public String remedy() {
            return "The controller lacks S4U or resource-based delegation; it needs Windows Server 2012 or later.";
        }
    }

    /** Nobody answered. */
    record KdcUnavailable(Attempt attempt) implements KerberosFailure {
        @Override
        public String remedy() {
            return "Check that TCP port 88 of the domain's controllers is reachable from here.";
        }
    }

    /** Clocks differ. */
    record ClockSkew(Attempt attempt, Duration offset) implements KerberosFailure {
        @Override
        public String remedy() {
            return "This host's clock and the controller's differ by "
                    + offset.abs().toSeconds() + " s; synchronise both with the same time source.";
        }
    }

    /** A ticket we hold is no longer taken; a new one will do. */
    record StaleTicket(Attempt attempt) implements KerberosFailure {
        @Override
        public String remedy() {
            return "A ticket was refused that a new one replaces by itself. If it goes on, a krbtgt or trust password was"
                    + " changed and the controllers have not replicated it yet.";
        }
    }

    /** The answer makes no sense, or is not what it should be. */
    record ProtocolViolation(Attempt attempt) implements KerberosFailure {
        @Override
        public String remedy() {
            return "The answer failed verification. If it goes on, look for something between us and the controller.";
        }
    }
}
