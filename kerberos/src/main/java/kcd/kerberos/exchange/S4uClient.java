package kcd.kerberos.exchange;

import java.security.SecureRandom;
import java.time.Duration;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.EvidenceTicket;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.ticket.TicketGrantingTicket;

/**
 * A service account's constrained delegation with protocol transition, one step a method. MS-SFU. Holds no tickets:
 * whoever calls caches them, by the rules that each method's result carries in its type. Safe for use by many threads;
 * blocks while a KDC answers.
 */
public final class S4uClient {
    /** What is asked for; controllers grant what their policy allows, commonly 10 hours. */
    public static final Duration LIFETIME = Duration.ofHours(10);

    private final ServiceAccount account;
    private final AsExchange as;
    private final ReferralWalk walk;
    private final S4U2Self self;
    private final S4U2Proxy proxy;

    public S4uClient(ServiceAccount account, Kdc kdc, RealmClock clock, SecureRandom random) {
        this(account, kdc, ExchangeListener.NONE, clock, random);
    }

    /** The same, with somebody following each exchange. */
    public S4uClient(
            ServiceAccount account, Kdc kdc, ExchangeListener listener, RealmClock clock, SecureRandom random) {
        Dialogue dialogue = new Dialogue(kdc, listener, clock, random, account.permitted());
        TgsExchange tgs = new TgsExchange(dialogue, LIFETIME);
        this.account = account;
        this.as = new AsExchange(dialogue, LIFETIME);
        this.walk = new ReferralWalk(dialogue, tgs, account.realm());
        this.self = new S4U2Self(tgs, account);
        this.proxy = new S4U2Proxy(tgs, walk, account.realm());
    }

    /** The account's ticket-granting ticket of its own realm. Two round trips; one attempt with the key. */
    public TicketGrantingTicket authenticate() throws KerberosException {
        return as.authenticate(account);
    }

    /** From {@code start} to a ticket-granting ticket of another realm: one round trip per trust on the way. */
    public TicketGrantingTicket crossRealm(TicketGrantingTicket start, Realm realm) throws KerberosException {
        return walk.toRealm(start, realm);
    }

    /** The realm a user principal name lives in. Sends no proof of anything, so no lock-out can come of it. */
    public Realm locate(String userPrincipalName) throws KerberosException {
        return walk.ofUser(userPrincipalName);
    }

    /**
     * S4U2Self. One round trip for a user of our realm, one more per trust on the way back for others.
     *
     * @param user a plain name, or an enterprise name, in the realm the user lives in
     */
    public EvidenceTicket impersonate(TgtSource tgts, Principal user) throws KerberosException {
        return retryOnce(tgts, ours -> self.impersonate(ours, user));
    }

    /**
     * S4U2Self for whoever the KDCs say a certificate is of: one round trip more than {@link #impersonate(TgtSource,
     * Principal)} to find the realm, and one per referral on the way there.
     *
     * @param certificate DER; its path was verified, which no KDC does for us
     */
    public EvidenceTicket impersonate(TgtSource tgts, Octets certificate) throws KerberosException {
        Realm realm = walk.ofHolder(certificate, "of " + S4U2Self.HOLDER);
        return retryOnce(tgts, ours -> self.impersonate(ours, realm, certificate));
    }

    /** S4U2Proxy, for who has no use for the target's realm afterwards. */
    public ServiceTicket delegate(TgtSource tgts, EvidenceTicket evidence, ServicePrincipalName target)
            throws KerberosException {
        return delegate(tgts, TargetRealms.NONE, ProxyTgts.NONE, evidence, target);
    }

    /**
     * S4U2Proxy. One round trip for a target of our realm. For another's: two, one more per trust between, and once for
     * all users the search for it; one for the same user's next target there, if {@code proxies} keeps what was had.
     */
    public ServiceTicket delegate(
            TgtSource tgts,
            TargetRealms realms,
            ProxyTgts proxies,
            EvidenceTicket evidence,
            ServicePrincipalName target)
            throws KerberosException {
        try {
            return retryOnce(tgts, ours -> proxy.delegate(ours, realms, proxies, evidence, target));
        } catch (KerberosException e) {
            throw refine(tgts, evidence, e);
        }
    }

    /**
     * BADOPTION alone does not say whose fault it is. Evidence that cannot be forwarded is the user's doing if evidence
     * in our own name can; one probe tells.
     */
    private KerberosException refine(TgtSource tgts, EvidenceTicket evidence, KerberosException e) {
        boolean ambiguous = e.failure() instanceof KerberosFailure.DelegationNotAllowed notAllowed
                && Integer.valueOf(ErrorCode.BADOPTION)
                        .equals(notAllowed.attempt().errorCode())
                && notAllowed.attempt().ntStatus() == null
                && !evidence.isForwardable();
        return ambiguous && ownEvidenceIsForwardable(tgts, e)
                ? new KerberosException(
                        new KerberosFailure.UserNotDelegable(e.failure().attempt()))
                : e;
    }

    /** A probe that fails says nothing; the error it was to explain stands. */
    private boolean ownEvidenceIsForwardable(TgtSource tgts, KerberosException unexplained) {
        try {
            return self.impersonate(tgts, account.principal()).isForwardable();
        } catch (KerberosException probe) {
            unexplained.addSuppressed(probe);
            return false;
        }
    }

    /** A ticket of ours that a KDC no longer takes is replaced, once. */
    private <T> T retryOnce(TgtSource tgts, Exchange<T> exchange) throws KerberosException {
        LastTgt last = new LastTgt(tgts);
        try {
            return exchange.run(last);
        } catch (KerberosException e) {
            if (!(e.failure() instanceof KerberosFailure.StaleTicket)) {
                throw e;
            }
            last.discardRefused(account.realm(), e.failure().attempt().step());
            return exchange.run(tgts);
        }
    }

    private interface Exchange<T> {
        T run(TgtSource tgts) throws KerberosException;
    }
}
