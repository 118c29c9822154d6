package kcd.kerberos.gss;

import java.time.Clock;
import java.util.Optional;
import kcd.kerberos.crypto.EnginePool;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.crypto.SealingEngine;
import kcd.kerberos.crypto.SealingKey;
import kcd.kerberos.ticket.ServiceTicket;

/**
 * A service ticket made ready for many tokens: keys derived, DER written, so that a token takes one allocation, one
 * cipher call and one HMAC call. Safe for use by many threads. Its text says whose it is, nothing more.
 */
public final class TokenTemplate {
    /** Makes any sequence number one of four bytes: between 2^30 and 2^31. */
    private static final int SEQUENCE_HIGH_BIT = 0x40000000;

    private static final int SEQUENCE_LOW_BITS = 0x3fffffff;

    private final ServiceTicket ticket;
    private final SealingKey key;
    private final TokenLayout unbound;
    private final TokenLayout bound;
    private final Clock clock;
    private final EnginePool engines;
    private final UniqueTime time = new UniqueTime();

    TokenTemplate(ServiceTicket ticket, Clock clock, EnginePool engines) {
        this.ticket = ticket;
        this.key = SealingKey.of(ticket.credential().sessionKey(), KeyUsage.AP_REQ_AUTHENTICATOR);
        this.unbound = TokenLayout.of(ticket.credential(), key, false);
        this.bound = TokenLayout.of(ticket.credential(), key, true);
        this.clock = clock;
        this.engines = engines;
    }

    public ServiceTicket ticket() {
        return ticket;
    }

    /**
     * Makes a token, good for one use.
     *
     * @param binding the upstream connection's channel binding, if it is TLS
     */
    public byte[] token(Optional<ChannelBinding> binding) {
        TokenLayout layout = binding.isPresent() ? bound : unbound;
        return seal(layout, blank(layout, binding), time.next(clock));
    }

    /** As {@link #token}, asking the acceptor to prove itself as well. RFC 4120 section 3.2.5. */
    public MutualToken mutualToken(Optional<ChannelBinding> binding) {
        TokenLayout layout = binding.isPresent() ? bound : unbound;
        byte[] token = blank(layout, binding);
        layout.writeMutual(token);
        long micros = time.next(clock);
        return new MutualToken(
                Octets.of(seal(layout, token, micros)),
                new AcceptorProof(ticket.credential().sessionKey(), micros));
    }

    private byte[] blank(TokenLayout layout, Optional<ChannelBinding> binding) {
        byte[] token = layout.blank(ticket.credential().ticket().der());
        binding.ifPresent(value -> layout.writeBinding(token, value));
        return token;
    }

    private byte[] seal(TokenLayout layout, byte[] token, long micros) {
        layout.writeTime(token, micros);
        SealingEngine engine = engines.take();
        layout.writeSequenceNumber(token, SEQUENCE_HIGH_BIT | (engine.randomInt() & SEQUENCE_LOW_BITS));
        layout.seal(token, engine, key);
        engines.give(engine);
        return token;
    }

    @Override
    public String toString() {
        return "token template of the " + ticket.credential();
    }
}
