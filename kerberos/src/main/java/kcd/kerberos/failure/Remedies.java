package kcd.kerberos.failure;

import java.util.Optional;
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
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;

/**
 * What to do about each failure, in Windows' own commands. Each command stands on a line of its own, ready to be
 * pasted; {@link CommandNames} keeps anything but names out of them.
 */
final class Remedies {
    private static final String COMMAND = "\n  ";

    private static final String ARMOR =
            "Name a second account that may authenticate without it in the broker's settings:"
                    + COMMAND + "kcd.service-account.armor.principal=ACCOUNT@REALM"
                    + COMMAND + "kcd.service-account.armor.keytab=FILE";

    private Remedies() {}

    static String of(KerberosFailure failure, Parties parties) {
        return switch (failure) {
            case UserUnknown(var attempt) -> userUnknown(attempt, parties);
            case UserRevoked(var attempt) -> userRevoked(attempt, parties);
            case UserNotDelegable _ -> userNotDelegable(parties);
            case UserForbiddenByPolicy _ ->
                "The domain's policy refuses this user: a disabled account (Samba answers so), an authentication policy"
                        + " silo, or logon restrictions. This shows the account:"
                        + showUser(parties, "Enabled,LogonWorkstations,msDS-AssignedAuthNPolicy");
            case TargetUnknown _ -> targetUnknown(parties);
            case DelegationNotAllowed(var attempt) -> delegationNotAllowed(attempt, parties);
            case ServiceAccountRefused(var attempt) ->
                serviceAccountRefused(parties)
                        + (Integer.valueOf(ErrorCode.POLICY).equals(attempt.errorCode())
                                ? "\nIf the domain refuses authentication without FAST armour: " + ARMOR
                                : "");
            case ArmorRequired _ ->
                "The domain's controllers take the service account's key in FAST armour only. " + ARMOR;
            case EncryptionTypeMismatch(var attempt) -> encryptionTypeMismatch(attempt, parties);
            case RealmUnknown realm -> realmUnknown(realm.unknown());
            case KdcUnsupported _ ->
                "The controller lacks S4U or resource-based delegation; it needs Windows Server 2012 or later.";
            case KdcUnavailable(var attempt) ->
                "Check that TCP port 88 of the controllers of " + attempt.realm() + " is reachable from here.";
            case ClockSkew skew ->
                "This host's clock and the controller's differ by "
                        + skew.offset().abs().toSeconds() + " s; synchronise both with the same time source.";
            case StaleTicket _ ->
                "A ticket was refused that a new one replaces by itself. If it goes on, a krbtgt or trust password was"
                        + " changed and the controllers have not replicated it yet.";
            case ProtocolViolation _ ->
                "The answer failed verification. If it goes on, look for something between us and the controller.";
        };
    }

    private static String userUnknown(Attempt attempt, Parties parties) {
        String user = CommandNames.account(parties.user(), "USER");
        String filter =
                user.contains("@") ? "UserPrincipalName -eq '" + user + "'" : "SamAccountName -eq '" + user + "'";
        String name = CommandNames.plain(
                user.contains("@") || parties.user() == null
                        ? user
                        : user + "@" + parties.user().realm(),
                "NAME@REALM");
        return "Compare the name in the certificate with the directory. This must show one account:"
                + COMMAND + "Get-ADUser -Filter \"" + filter + "\" -Server " + CommandNames.domain(attempt.realm())
                + "\nWhere the two names must differ, map the certificate's to the account, or name its suffix's realm"
                + " under kcd.upn-suffixes:"
                + COMMAND + "Set-ADUser -Identity ACCOUNT -Add @{'altSecurityIdentities'='Kerberos:" + name + "'}";
    }

    private static String userRevoked(Attempt attempt, Parties parties) {
        String identity = CommandNames.identity(parties.user(), "USER");
        Optional<NtStatus> status = attempt.ntStatus() == null ? Optional.empty() : NtStatus.of(attempt.ntStatus());
        String cure = status.map(known -> switch (known) {
                    case ACCOUNT_DISABLED -> "Enable-ADAccount " + identity;
                    case ACCOUNT_LOCKED_OUT -> "Unlock-ADAccount " + identity;
                    case ACCOUNT_EXPIRED -> "Clear-ADAccountExpiration " + identity;
                    case PASSWORD_EXPIRED, PASSWORD_MUST_CHANGE ->
                        "Set-ADUser " + identity + " -ChangePasswordAtLogon $false";
                    case ACCOUNT_RESTRICTION,
                            INVALID_LOGON_HOURS,
                            NOT_SUPPORTED,
                            NOT_FOUND,
                            NO_MATCH,
                            AUTHENTICATION_FIREWALL_FAILED -> "";
                })
                .orElse("");
        return "The account is disabled, locked out, expired, or must change its password. This says which:"
                + showUser(parties, "Enabled,LockedOut,AccountExpirationDate,PasswordExpired")
                + (cure.isEmpty()
                        ? "\nThen Enable-ADAccount, Unlock-ADAccount or Clear-ADAccountExpiration, if it should be used."
                        : "\nIf it should be used:" + COMMAND + cure);
    }

    private static String userNotDelegable(Parties parties) {
        return "The user is marked 'Account is sensitive and cannot be delegated' or is in Protected Users. This says"
                + " which:"
                + showUser(parties, "AccountNotDelegated,MemberOf")
                + "\nIf the mark is not meant (for Protected Users, leave the group):"
                + COMMAND + "Set-ADAccountControl " + CommandNames.identity(parties.user(), "USER")
                + " -AccountNotDelegated $false";
    }

    private static String targetUnknown(Parties parties) {
        String spn = CommandNames.plain(parties.target(), "SPN");
        return "This must show exactly one account, the one the target runs as:"
                + COMMAND + "setspn -F -Q " + spn
                + "\nIf it shows none, register it to that account; if it shows two, take it from the other with -D. For a"
                + " target in another domain check the trust."
                + COMMAND + "setspn -S " + spn + " ACCOUNT";
    }

    private static String delegationNotAllowed(Attempt attempt, Parties parties) {
        Principal account = parties.account();
        return account != null && !account.realm().equals(attempt.realm())
                ? "The target is in another domain, so it has to list the service account:" + byTarget(attempt, parties)
                : "The service account's list, for a target in its own domain, has to hold the target, and it must be"
                        + " trusted for any authentication protocol:"
                        + byList(parties)
                        + "\nOr, and so for a target in another domain, the target lists the service account:"
                        + byTarget(attempt, parties);
    }

    private static String byList(Parties parties) {
        String account = CommandNames.identity(parties.account(), "SERVICE");
        return COMMAND + "Set-ADUser " + account + " -Add @{'msDS-AllowedToDelegateTo'='"
                + CommandNames.plain(parties.target(), "SPN") + "'}"
                + COMMAND + "Set-ADAccountControl " + account + " -TrustedToAuthForDelegation $true";
    }

    private static String byTarget(Attempt attempt, Parties parties) {
        return COMMAND + "Get-ADObject -LDAPFilter '(servicePrincipalName="
                + CommandNames.plain(parties.target(), "SPN") + ")' -Server " + CommandNames.domain(attempt.realm())
                + COMMAND + "Set-ADComputer -Identity TARGET -PrincipalsAllowedToDelegateToAccount (Get-ADUser "
                + CommandNames.identity(parties.account(), "SERVICE") + ")"
                + "\nwhere TARGET is the account the first line shows (Set-ADUser if it is a user); add those that"
                + " were listed before, since the line replaces them.";
    }

    private static String serviceAccountRefused(Parties parties) {
        String account = CommandNames.account(parties.account(), "SERVICE");
        return "Check that the service account is enabled and unlocked and has an SPN, and that the keytab is of its"
                + " current password (ktpass again after each password change):"
                + COMMAND + "Get-ADUser " + CommandNames.identity(parties.account(), "SERVICE")
                + " -Properties Enabled,LockedOut,PasswordLastSet,ServicePrincipalNames,msDS-KeyVersionNumber"
                + COMMAND + "setspn -S HTTP/" + account + " " + account
                + "\nNo further attempt is made with a wrong key, so that the account is not locked out.";
    }

    /** Whose key it is that lacks AES, as far as the step tells: our own, a trust's, the target's. */
    private static String encryptionTypeMismatch(Attempt attempt, Parties parties) {
        return "RC4 is refused, and nothing better is there: "
                + switch (attempt.step()) {
                    case AUTHENTICATE -> ownAccount(parties);
                    case LOCATE_USER, S4U2SELF -> ownAccount(parties) + trustHint();
                    case CROSS_REALM, LOCATE_TARGET -> "the trust between the domains has to be allowed AES:" + trust();
                    case S4U2PROXY ->
                        "the target's account has to be allowed AES (msDS-SupportedEncryptionTypes), and its password"
                                + " set anew, which makes the keys:"
                                + COMMAND + "Get-ADObject -LDAPFilter '(servicePrincipalName="
                                + CommandNames.plain(parties.target(), "SPN") + ")' -Server "
                                + CommandNames.domain(attempt.realm())
                                + allowAes("Set-ADComputer", "-Identity TARGET")
                                + "\nwhere TARGET is the account the first line shows (Set-ADUser if it is a user)."
                                + trustHint();
                }
                + "\nUntil then kcd.kerberos.allow-rc4 in the broker's settings lets RC4 in; README says what that risks.";
    }

    private static String ownAccount(Parties parties) {
        return "the service account has to be allowed AES (msDS-SupportedEncryptionTypes), and its password set anew,"
                + " which makes the keys:"
                + allowAes("Set-ADUser", CommandNames.identity(parties.account(), "SERVICE"));
    }

    private static String allowAes(String command, String account) {
        return COMMAND + command + " " + account + " -KerberosEncryptionType AES128,AES256" + COMMAND
                + "Set-ADAccountPassword " + account + " -Reset";
    }

    private static String trustHint() {
        return "\nOn the way to or from another domain it may be the trust that lacks it:" + trust();
    }

    private static String trust() {
        return COMMAND + "ksetup /setenctypeattr OTHER.DOMAIN AES128-CTS-HMAC-SHA1-96 AES256-CTS-HMAC-SHA1-96";
    }

    private static String realmUnknown(Realm unknown) {
        return "Name the controllers of " + unknown
                + " in the broker's settings, and check the trust between the domains:"
                + COMMAND + "kcd.domains.\"" + unknown + "\".domain-controllers=dc1." + CommandNames.domain(unknown)
                + COMMAND + "nltest /domain_trusts";
    }

    private static String showUser(Parties parties, String properties) {
        return COMMAND + "Get-ADUser " + CommandNames.identity(parties.user(), "USER") + " -Properties " + properties;
    }
}
