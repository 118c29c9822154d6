package kcd.kerberos.pac;

import java.util.Map;
import kcd.kerberos.crypto.KerberosCrypto;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.wire.MalformedMessageException;

/**
 * PAC_SIGNATURE_DATA: a checksum, and behind it perhaps the number of a read-only controller. MS-PAC section 2.8.
 *
 * @param type the checksum's type
 * @param value the checksum
 */
record PacSignature(int type, Octets value) {
    /** Where the value starts. */
    static final int VALUE_OFFSET = 4;

    private static final Map<Integer, Integer> LENGTHS =
            Map.of(15, 12, 16, 12, 19, 16, 20, 24, KerberosCrypto.HMAC_MD5, 16);

    static PacSignature read(PacCursor in) throws MalformedMessageException {
        int type = in.bits32();
        Integer length = LENGTHS.get(type);
        if (length == null) {
            throw new MalformedMessageException("a PAC signature of checksum type " + type);
        }
        return new PacSignature(type, in.bytes(length));
    }
}
