package kcd.kerberos.gss;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import kcd.kerberos.crypto.EnginePool;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.wire.EncryptedData;

/**
 * Makes SPNEGO tokens out of a service ticket, a fresh AP-REQ each: acceptors refuse one they have seen. RFC 4120
 * section 5.5.1, RFC 4121 section 4.1. Who makes more than one token of a ticket {@linkplain #prepare prepares} it.
 */
public final class TokenFactory {
    private final Function<Realm, Clock> clocks;
    private final SecureRandom random;
    private final EnginePool engines;
    private final UniqueTime time = new UniqueTime();

    /** All services have the same clock as we. */
    public TokenFactory(Clock clock, SecureRandom random) {
        this(_ -> clock, random);
    }

    /** @param clocks the time as the services of a realm see it */
    public TokenFactory(Function<Realm, Clock> clocks, SecureRandom random) {
        this.clocks = clocks;
        this.random = random;
        this.engines = new EnginePool(random);
    }

    /** Does the part of the work that is the same for all tokens of a ticket. The result is meant to be cached with it. */
    public TokenTemplate prepare(ServiceTicket ticket) {
        return new TokenTemplate(ticket, clock(ticket), engines);
    }

    /**
     * Makes a token, good for one use, from scratch. Some ten times the work of {@link TokenTemplate#token}, and the
     * plain statement of what that must come to.
     *
     * @param ticket the user's ticket to the target
     * @param binding the upstream connection's channel binding, if it is TLS
     */
    public byte[] token(ServiceTicket ticket, Optional<ChannelBinding> binding) {
        Credential credential = ticket.credential();
        return TokenParts.frame(
                credential.ticket(),
                false,
                EncryptedData.of(
                        credential.sessionKey(),
                        null,
                        KeyUsage.AP_REQ_AUTHENTICATOR,
                        TokenParts.authenticator(
                                        credential.client(),
                                        binding,
                                        false,
                                        time.next(clock(ticket)),
                                        random.nextInt() & 0x3fffffffL)
                                .encode(),
                        random));
    }

    private Clock clock(ServiceTicket ticket) {
        return clocks.apply(ticket.credential().server().realm());
    }
}
