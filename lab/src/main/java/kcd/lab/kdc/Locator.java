package kcd.lab.kdc;

import java.util.Optional;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.failure.NtStatus;
import kcd.kerberos.name.NameType;
import kcd.kerberos.name.PrincipalName;
import kcd.lab.forest.Account;
import kcd.lab.forest.AccountFlag;
import kcd.lab.forest.LabDomain;
import kcd.lab.forest.LabForest;

/// Finds users and services as one domain sees them: its own accounts, and for the rest the way to their domain,
/// which a real controller learns from its global catalog.
final class Locator {

    private final LabForest forest;
    private final LabDomain domain;

    Locator(LabForest forest, LabDomain domain) {
        this.forest = forest;
        this.domain = domain;
    }

    /// A user of this domain. An enterprise name of another domain is answered with a client referral.
    Account client(PrincipalName name) throws KdcRefusal {
        if (name.components().size() != 1) {
            throw unknownClient(name);
        }
        String text = name.components().getFirst();
        if (name.type() != NameType.ENTERPRISE) {
            return domain.find(text)
                    .or(() -> domain.findByUserPrincipalName(text))
                    .orElseThrow(() -> unknownClient(name));
        }
        LabDomain home = homeOf(text).orElseThrow(() -> unknownClient(name));
        if (home != domain) {
            throw KdcRefusal.wrongRealm(home.realm());
        }
        return byUserPrincipalName(text).orElseThrow(() -> unknownClient(name));
    }

    /// A user of this domain who may log on.
    Account activeClient(PrincipalName name) throws KdcRefusal {
        Account account = client(name);
        if (account.is(AccountFlag.DISABLED)) {
            throw new KdcRefusal(ErrorCode.CLIENT_REVOKED, NtStatus.ACCOUNT_DISABLED, "account disabled");
        }
        if (account.is(AccountFlag.LOCKED)) {
            throw new KdcRefusal(ErrorCode.CLIENT_REVOKED, NtStatus.ACCOUNT_LOCKED_OUT, "account locked out");
        }
        if (account.is(AccountFlag.EXPIRED)) {
            throw new KdcRefusal(ErrorCode.CLIENT_REVOKED, NtStatus.ACCOUNT_EXPIRED, "account expired");
        }
        return account;
    }

    /// @param referrals whether the client understands being sent elsewhere
    Destination service(PrincipalName name, boolean referrals) throws KdcRefusal {
        if (name.isTgs()) {
            String realm = name.components().get(1); // as sent; it need not be a realm at all
            return realm.equalsIgnoreCase(domain.realm()) ? new Destination.OwnTgs() : towards(realm, name);
        }
        Optional<Account> here = here(name);
        if (here.isPresent()) {
            if (here.get().servicePrincipalNames().isEmpty()) {
                throw new KdcRefusal(ErrorCode.MUST_USE_USER2USER, "the account has no SPN");
            }
            return new Destination.Here(here.get(), name);
        }
        Optional<LabDomain> home = name.type() == NameType.ENTERPRISE
                ? homeOf(name.components().getFirst())
                : forest.homeOfSpn(String.join("/", name.components()));
        if (home.isEmpty() || home.get() == domain || !referrals) {
            throw unknownService(name);
        }
        return towards(home.get().realm(), name);
    }

    private Optional<Account> here(PrincipalName name) {
        String text = String.join("/", name.components());
        if (name.type() == NameType.ENTERPRISE) {
            return homeOf(text).filter(home -> home == domain).flatMap(_ -> byUserPrincipalName(text));
        }
        return name.components().size() == 1 ? domain.find(text) : domain.findBySpn(text);
    }

    /// The domain a UPN belongs to: the one that has it as an attribute, else the one its suffix names.
    private Optional<LabDomain> homeOf(String upn) {
        return forest.homeOfUserPrincipalName(upn).or(() -> forest.find(upn.substring(upn.lastIndexOf('@') + 1)));
    }

    private Optional<Account> byUserPrincipalName(String upn) {
        int at = upn.lastIndexOf('@');
        return domain.findByUserPrincipalName(upn)
                .or(() -> at < 0 ? Optional.empty() : domain.find(upn.substring(0, at)));
    }

    private Destination towards(String realm, PrincipalName name) throws KdcRefusal {
        return new Destination.Referral(forest.nextHop(domain.realm(), realm).orElseThrow(() -> unknownService(name)));
    }

    private static KdcRefusal unknownClient(PrincipalName name) {
        return new KdcRefusal(ErrorCode.C_PRINCIPAL_UNKNOWN, "no user " + name);
    }

    private static KdcRefusal unknownService(PrincipalName name) {
        return new KdcRefusal(ErrorCode.S_PRINCIPAL_UNKNOWN, "no service " + name);
    }
}
