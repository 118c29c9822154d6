package kcd.broker.engine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import kcd.broker.cache.TicketCache;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.exchange.ProxyTgts;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.EvidenceTicket;
import kcd.kerberos.ticket.TicketGrantingTicket;

/** Keeps proxy TGTs, each for the evidence it was made of and the realm that takes it. */
public final class KnownProxyTgts implements ProxyTgts {
    private final TicketCache<Key, Tgt> proxies;

    public KnownProxyTgts(TicketCache<Key, Tgt> proxies) {
        this.proxies = proxies;
    }

    @Override
    public Optional<TicketGrantingTicket> find(EvidenceTicket evidence, Realm realm) {
        return proxies.peek(Key.of(evidence, realm)).map(Tgt::ticket);
    }

    @Override
    public void keep(EvidenceTicket evidence, TicketGrantingTicket proxy) {
        proxies.put(Key.of(evidence, proxy.realm()), new Tgt(proxy));
    }

    @Override
    public void forget(EvidenceTicket evidence, Realm realm) {
        proxies.removeIf(Key.of(evidence, realm)::equals);
    }

    @Override
    public void forget(EvidenceTicket evidence) {
        Octets identity = Key.identity(evidence);
        proxies.removeIf(key -> key.evidence().equals(identity));
    }

    /**
     * What decides which proxy TGT is the right one.
     *
     * @param user whom the evidence is of
     * @param evidence the SHA-256 of the evidence ticket
     * @param realm whose KDCs take the proxy TGT
     */
    public record Key(Principal user, Octets evidence, Realm realm) {
        static Key of(EvidenceTicket evidence, Realm realm) {
            return new Key(evidence.user(), identity(evidence), realm);
        }

        static Octets identity(EvidenceTicket evidence) {
            try {
                return Octets.of(MessageDigest.getInstance("SHA-256")
                        .digest(evidence.credential().ticket().der().toArray()));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every JDK has SHA-256", impossible);
            }
        }
    }
}
