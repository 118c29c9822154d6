package kcd.kerberos.exchange;

import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.Attempt;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.EvidenceTicket;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.ticket.TicketGrantingTicket;
import kcd.kerberos.wire.KdcOptions;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.PacOptions;
import kcd.kerberos.wire.Ticket;

/**
 * S4U2Proxy: from the evidence to a ticket for the target, in our realm by the classic list, in another realm by
 * the target's own list. MS-SFU sections 3.1.5.2.1 and 3.2.5.2.
 *
 * <pre>
 *   home, evidence --ticket--> done
 *                  --krbtgt/X, a proxy TGT of the user--> ... --for the target's realm T--> T, with our own TGT --ticket--> done
 * </pre>
 */
final class S4U2Proxy {
    private static final Attempt.Step STEP = Attempt.Step.S4U2PROXY;

    private final TgsExchange tgs;
    private final ReferralWalk walk;
    private final Realm home;

    S4U2Proxy(TgsExchange tgs, ReferralWalk walk, Realm home) {
        this.tgs = tgs;
        this.walk = walk;
        this.home = home;
    }

    ServiceTicket delegate(
            TgtSource tgts,
            TargetRealms realms,
            ProxyTgts proxies,
            EvidenceTicket evidence,
            ServicePrincipalName target)
            throws KerberosException {
        Optional<Realm> known = realms.known(target);
        if (known.isPresent()) {
            Optional<TicketGrantingTicket> proxy = proxies.find(evidence, known.get());
            if (proxy.isPresent()) {
                return byKnownProxy(tgts, proxies, evidence, target, proxy.get());
            }
        }
        return fromTheStart(tgts, realms, proxies, evidence, target);
    }

    /** One round trip in place of three or more. The next try after a failure goes all the way. */
    private ServiceTicket byKnownProxy(
            TgtSource tgts,
            ProxyTgts proxies,
            EvidenceTicket evidence,
            ServicePrincipalName target,
            TicketGrantingTicket proxy)
            throws KerberosException {
        try {
            return last(tgts, evidence, target, proxy);
        } catch (KerberosException e) {
            proxies.forget(evidence, proxy.realm());
            throw e;
        }
    }

    private ServiceTicket fromTheStart(
            TgtSource tgts,
            TargetRealms realms,
            ProxyTgts proxies,
            EvidenceTicket evidence,
            ServicePrincipalName target)
            throws KerberosException {
        String what = what(evidence, target);
        TgsAnswer answer = tgs.ask(
                tgts.tgt(home),
                proxyCall(what, home, target, evidence.credential().ticket()));
        if (!answer.server().isTgs()) {
            return finished(answer, what, home, evidence.user(), target);
        }
        requireResourceBased(answer, what, home);
        Realm realm = realms.realm(target, () -> walk.ofTarget(tgts, target));
        TicketGrantingTicket proxy = proxyTgtFor(realm, new TicketGrantingTicket(answer.credential()), what);
        ServiceTicket ticket = last(tgts, evidence, target, proxy);
        proxies.keep(evidence, proxy);
        return ticket;
    }

    /** In the target's realm, with our own TGT and the user's. */
    private ServiceTicket last(
            TgtSource tgts, EvidenceTicket evidence, ServicePrincipalName target, TicketGrantingTicket proxy)
            throws KerberosException {
        Realm realm = proxy.realm();
        String what = what(evidence, target);
        TgsAnswer last = tgs.ask(
                tgts.tgt(realm),
                proxyCall(what, realm, target, proxy.credential().ticket()));
        requireResourceBased(last, what, realm);
        return finished(last, what, realm, evidence.user(), target);
    }

    private static String what(EvidenceTicket evidence, ServicePrincipalName target) {
        return "to " + target + " for " + evidence.user();
    }

    /** From the realm the first referral led to, on to the target's. These tickets are the user's, never shared. */
    private TicketGrantingTicket proxyTgtFor(Realm realm, TicketGrantingTicket first, String what)
            throws KerberosException {
        Hops hops = new Hops(STEP, what);
        hops.to(home);
        TicketGrantingTicket proxy = first;
        while (!proxy.realm().equals(realm)) {
            hops.to(proxy.realm());
            TgsAnswer next = tgs.ask(proxy, TgsCall.plain(STEP, what, proxy.realm(), PrincipalName.tgs(realm)));
            new ReplyCheck(STEP, what, proxy.realm())
                    .require(next.server().isTgs(), "a ticket for " + next.server() + " instead of a referral");
            proxy = new TicketGrantingTicket(next.credential());
        }
        return proxy;
    }

    private static TgsCall proxyCall(String what, Realm realm, ServicePrincipalName target, Ticket evidence) {
        return new TgsCall(
                STEP,
                what,
                realm,
                target.asName(),
                KdcOptions.CNAME_IN_ADDITIONAL_TICKET,
                List.of(evidence),
                (session, subkey, nonce) ->
                        List.of(PacOptions.of(PacOptions.CLAIMS | PacOptions.RESOURCE_BASED_DELEGATION)));
    }

    /** A referral without this mark is an ordinary one, in our own name: using it would be impersonating nobody. */
    private static void requireResourceBased(TgsAnswer answer, String what, Realm realm) throws KerberosException {
        Octets options =
                PaData.find(answer.part().encryptedPaData(), PaData.PAC_OPTIONS).orElse(Octets.EMPTY);
        try {
            if (!options.isEmpty() && (PacOptions.decode(options) & PacOptions.RESOURCE_BASED_DELEGATION) != 0) {
                return;
            }
        } catch (MalformedMessageException e) {
            throw Dialogue.violation(STEP, what, realm, "malformed PA-PAC-OPTIONS: " + e.getMessage());
        }
        throw new KerberosException(new KerberosFailure.KdcUnsupported(
                Attempt.of(STEP, what, realm, "the KDC does not confirm resource-based delegation")));
    }

    private static ServiceTicket finished(
            TgsAnswer answer, String what, Realm realm, Principal user, ServicePrincipalName target)
            throws KerberosException {
        ReplyCheck check = new ReplyCheck(STEP, what, realm);
        check.require(
                answer.server().sameIgnoringCase(target.asName()), "a ticket for " + answer.server() + " instead");
        check.require(answer.credential().client().sameAccount(user), "the ticket is another user's");
        return new ServiceTicket(target, answer.credential());
    }
}
