package kcd.kerberos.wire;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;

/**
 * PA-ENC-TIMESTAMP: proof that the client knows its key now, RFC 4120 section 5.2.7.2. The same under keys that FAST
 * makes is PA-ENCRYPTED-CHALLENGE, of the client and of the KDC, RFC 6113 section 5.4.6.
 *
 * @param time the client's time, to the microsecond
 */
public record PaEncTimestamp(Instant time) {

    /** The PA-DATA, encrypted under the client's key. */
    public PaData toPaData(EncryptionKey key, SecureRandom random) {
        return toPaData(PaData.ENC_TIMESTAMP, key, KeyUsage.AS_REQ_TIMESTAMP, random);
    }

    /** The client's or the KDC's encrypted challenge, by {@code usage}, under the challenge key. */
    public PaData toChallenge(EncryptionKey challengeKey, int usage, SecureRandom random) {
        return toPaData(PaData.ENCRYPTED_CHALLENGE, challengeKey, usage, random);
    }

    private PaData toPaData(int type, EncryptionKey key, int usage, SecureRandom random) {
        Octets plain = Der.encode(Der.sequence(
                Der.field(0, Der.time(time)), Der.field(1, Der.integer(time.get(ChronoField.MICRO_OF_SECOND)))));
        return new PaData(
                type,
                Der.encode(EncryptedData.of(key, null, usage, plain, random).toDer()));
    }

    /** The EncryptedData in a PA-DATA's value. */
    public static EncryptedData decodeEncrypted(Octets value) throws MalformedMessageException {
        return EncryptedData.from(DerValue.parse(value));
    }

    /** The decrypted PA-ENC-TS-ENC. */
    public static PaEncTimestamp decode(Octets plain) throws MalformedMessageException {
        Fields f = DerValue.parse(plain).fields();
        Integer usec = f.optional(1, DerValue::micros);
        return new PaEncTimestamp(f.time(0).plus(usec == null ? 0 : usec, ChronoUnit.MICROS));
    }
}
