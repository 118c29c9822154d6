package kcd.kerberos.wire;

import java.util.List;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Octets;
import org.jspecify.annotations.Nullable;

/**
 * KrbFastResponse: what the KDC says inside the armour. RFC 6113 section 5.4.3.
 *
 * @param padata pre-authentication data, in order; in an error with the error itself
 * @param strengthenKey to be combined with the reply key
 * @param finished binds the ticket; present in the last message of a conversation
 * @param nonce the request's
 */
public record FastResponse(
        List<PaData> padata,
        @Nullable EncryptionKey strengthenKey,
        @Nullable FastFinished finished,
        long nonce) {

    public FastResponse {
        padata = List.copyOf(padata);
    }

    public Octets encode() {
        return Der.encode(Der.sequence(
                Der.field(0, PaData.listToDer(padata)),
                strengthenKey == null ? null : Der.field(1, Keys.of(strengthenKey)),
                finished == null ? null : Der.field(2, finished.toDer()),
                Der.field(3, Der.integer(nonce))));
    }

    public static FastResponse decode(Octets der) throws MalformedMessageException {
        Fields f = DerValue.parse(der).fields();
        return new FastResponse(
                f.list(0, PaData::from), f.optional(1, Keys::from), f.optional(2, FastFinished::from), f.integer(3));
    }
}
