package kcd.kerberos.gss;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import kcd.kerberos.crypto.CryptoException;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.gss.AcceptorToken.Bare;
import kcd.kerberos.gss.AcceptorToken.OtherMechanism;
import kcd.kerberos.gss.AcceptorToken.Proof;
import kcd.kerberos.gss.AcceptorToken.Refusal;
import kcd.kerberos.wire.ApRep;
import kcd.kerberos.wire.EncApRepPart;
import kcd.kerberos.wire.MalformedMessageException;

/**
 * What it takes to check that the service which answered a token is the one the ticket was for: only that one can open
 * the ticket, find the session key, and say the authenticator's time under it. RFC 4120 section 3.2.5. Never printed.
 */
public final class AcceptorProof {
    private final EncryptionKey sessionKey;
    private final long micros;

    /** @param micros the authenticator's time, in microseconds since the epoch */
    AcceptorProof(EncryptionKey sessionKey, long micros) {
        this.sessionKey = sessionKey;
        this.micros = micros;
    }

    /** Whether that answer proves it. */
    public Verdict check(Octets answer) {
        try {
            return switch (AcceptorToken.decode(answer)) {
                case Proof(var reply) -> check(reply);
                case Refusal _ -> new NotProven("an error in place of a proof");
                case Bare _ -> new NotProven("no proof, though one was asked for");
                case OtherMechanism(var name) -> new NotProven("the answer is of " + name);
            };
        } catch (MalformedMessageException e) {
            return new NotProven("malformed: " + e.getMessage());
        }
    }

    private Verdict check(ApRep reply) throws MalformedMessageException {
        try {
            EncApRepPart part = EncApRepPart.decode(reply.encPart().decrypt(sessionKey, KeyUsage.AP_REP));
            return MessageDigest.isEqual(bytes(micros), bytes(micros(part)))
                    ? new Proven()
                    : new NotProven("a proof for another request");
        } catch (CryptoException e) {
            return new NotProven("not under the session key: who answered could not open the ticket");
        }
    }

    private static long micros(EncApRepPart part) {
        Instant seconds = part.ctime();
        return seconds.getEpochSecond() * UniqueTime.MICROS_PER_SECOND + part.cusec();
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    @Override
    public String toString() {
        return "what proves one acceptor";
    }

    /** What came of a check. */
    public sealed interface Verdict {}

    /** It is the service. */
    public record Proven() implements Verdict {}

    /** It may be anybody. */
    public record NotProven(String why) implements Verdict {}
}
