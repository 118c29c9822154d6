package kcd.kerberos.gss;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.wire.ApReq;
import kcd.kerberos.wire.Authenticator;
import kcd.kerberos.wire.AuthorizationData;
import kcd.kerberos.wire.EncryptedData;

/**
 * Makes SPNEGO tokens out of a service ticket, a fresh AP-REQ each: acceptors refuse one they have seen. RFC 4120
 * section 5.5.1, RFC 4121 section 4.1.
 */
public final class TokenFactory {
    /** KERB_AP_OPTIONS_CBT: a binding that is absent was absent on purpose. MS-KILE section 3.2.5.8. */
    private static final int AP_OPTIONS_CBT = 0x4000;

    private static final int MICROS_PER_SECOND = 1_000_000;

    private final Clock clock;
    private final SecureRandom random;
    private final AtomicLong lastMicros = new AtomicLong();

    public TokenFactory(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes a token, good for one use.
     *
     * @param ticket the user's ticket to the target
     * @param binding the upstream connection's channel binding, if it is TLS
     */
    public byte[] token(ServiceTicket ticket, Optional<ChannelBinding> binding) {
        Credential credential = ticket.credential();
        long micros = uniqueMicros();
        Authenticator authenticator = new Authenticator(
                credential.client().realm(),
                credential.client().name(),
                GssChecksum.of(binding),
                (int) (micros % MICROS_PER_SECOND),
                Instant.ofEpochSecond(micros / MICROS_PER_SECOND),
                null,
                random.nextInt() & 0x3fffffffL,
                binding.isPresent() ? List.of(bindingsSpoken()) : List.of());
        ApReq apReq = new ApReq(
                0,
                credential.ticket(),
                EncryptedData.of(
                        credential.sessionKey(), null, KeyUsage.AP_REQ_AUTHENTICATOR, authenticator.encode(), random));
        return Spnego.negTokenInit(apReq.encode().toArray());
    }

    /** Strictly growing, so that no replay cache sees one (ctime, cusec) twice. */
    private long uniqueMicros() {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        return lastMicros.updateAndGet(last -> Math.max(last + 1, now));
    }

    private static AuthorizationData bindingsSpoken() {
        byte[] options = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(AP_OPTIONS_CBT)
                .array();
        return new AuthorizationData(
                AuthorizationData.IF_RELEVANT,
                AuthorizationData.encodeList(
                        List.of(new AuthorizationData(AuthorizationData.AP_OPTIONS, Octets.of(options)))));
    }
}
