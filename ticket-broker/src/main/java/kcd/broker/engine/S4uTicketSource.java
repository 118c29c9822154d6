package kcd.broker.engine;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kcd.broker.kdc.AnsweringController;
import kcd.broker.kdc.ControllerAddress;
import kcd.broker.refusal.RefusedException;
import kcd.broker.ticket.TicketFacts;
import kcd.broker.ticket.TicketSource;
import kcd.broker.ticket.UserTicket;
import kcd.broker.user.User;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.exchange.ProxyTgts;
import kcd.kerberos.exchange.TargetRealms;
import kcd.kerberos.exchange.TgtSource;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure.TargetUnknown;
import kcd.kerberos.failure.KerberosFailure.UserUnknown;
import kcd.kerberos.failure.Parties;
import kcd.kerberos.gss.TokenFactory;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.EvidenceTicket;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.pki.name.UserPrincipalName;

/** Tickets by S4U2Self and S4U2Proxy. MS-SFU section 3.1.5. */
public final class S4uTicketSource implements TicketSource<Evidence> {
    private final ServiceAccountClient account;
    private final TgtSource tgts;
    private final TargetRealms targets;
    private final ProxyTgts proxies;
    private final UserRealms realms;
    private final TokenFactory tokens;

    /**
     * @param realms those with configured domain controllers
     * @param suffixes realms by UPN suffix, lower case
     * @param accountNames whether a UPN whose suffix is a realm names an account, see {@link UserRealms}
     */
    public S4uTicketSource(
            ServiceAccountClient account,
            TgtSource tgts,
            TargetRealms targets,
            ProxyTgts proxies,
            Set<Realm> realms,
            Map<String, Realm> suffixes,
            boolean accountNames,
            TokenFactory tokens) {
        this.account = account;
        this.tgts = tgts;
        this.targets = targets;
        this.proxies = proxies;
        this.realms = new UserRealms(realms, suffixes, accountNames);
        this.tokens = tokens;
    }

    @Override
    public Evidence impersonate(User user) throws RefusedException {
        return switch (user) {
            case User.ByName(var name) -> impersonate(name);
            case User.ByAccount(var principal) -> impersonate(principal);
            case User.ByCertificate(var der, var _) -> impersonate(der);
        };
    }

    private Evidence impersonate(Octets certificate) throws RefusedException {
        try {
            return new Evidence(account.client().impersonate(tgts, certificate));
        } catch (KerberosException failed) {
            throw KerberosRefusals.ofHolder(failed, Parties.of(account.principal()));
        }
    }

    private Evidence impersonate(Principal user) throws RefusedException {
        try {
            return new Evidence(account.client().impersonate(tgts, user));
        } catch (KerberosException failed) {
            throw KerberosRefusals.refused(failed, Parties.of(account.principal(), user));
        }
    }

    private Evidence impersonate(UserPrincipalName user) throws RefusedException {
        Optional<Principal> guess = guess(user);
        try {
            return new Evidence(guess.isPresent() ? impersonate(user, guess.get()) : locateAndImpersonate(user));
        } catch (KerberosException failed) {
            Realm asked = failed.failure().attempt().realm();
            Principal named = guess.orElseGet(() -> UserRealms.inRealm(user, asked));
            throw KerberosRefusals.refused(failed, Parties.of(account.principal(), named));
        }
    }

    /** Which principal the configuration takes a user for, before anyone is asked. */
    public Optional<Principal> guess(UserPrincipalName user) {
        return realms.guess(user);
    }

    @Override
    public UserTicket delegate(Evidence evidence, ServicePrincipalName target) throws RefusedException {
        try {
            var controller = new AnsweringController();
            ServiceTicket ticket = controller.during(
                    () -> account.client().delegate(tgts, targets, proxies, evidence.ticket(), target));
            return new EngineTicket(tokens.prepare(ticket), facts(ticket, evidence, controller));
        } catch (KerberosException failed) {
            if (failed.failure() instanceof TargetUnknown) {
                targets.forget(target);
            }
            throw KerberosRefusals.refused(
                    failed, Parties.of(account.principal(), evidence.ticket().user(), target));
        }
    }

    @Override
    public void forget(Evidence evidence) {
        proxies.forget(evidence.ticket());
    }

    private static TicketFacts facts(ServiceTicket ticket, Evidence evidence, AnsweringController controller) {
        int enctype = ticket.credential().ticket().encPart().etype();
        return new TicketFacts(
                evidence.accountSid(),
                Enctype.of(enctype).map(Enctype::label).orElse("type " + enctype),
                controller.address().map(ControllerAddress::toString));
    }

    /** A suffix may be one realm's name and its user live in another, as where all users carry the forest root's. */
    private EvidenceTicket impersonate(UserPrincipalName user, Principal guess) throws KerberosException {
        try {
            return account.client().impersonate(tgts, guess);
        } catch (KerberosException failed) {
            if (failed.failure() instanceof UserUnknown) {
                return locateAndImpersonate(user);
            }
            throw failed;
        }
    }

    private EvidenceTicket locateAndImpersonate(UserPrincipalName user) throws KerberosException {
        Principal located = UserRealms.inRealm(user, account.client().locate(user.value()));
        return account.client().impersonate(tgts, located);
    }
}
