package kcd.kerberos.wire;

import java.time.Instant;
import kcd.kerberos.crypto.Octets;

/**
 * EncAPRepPart: the time of the authenticator that the service read. RFC 4120 section 5.5.2. Its subkey and sequence
 * number are for who goes on to exchange messages, which nobody here does.
 *
 * @param ctime the authenticator's seconds
 * @param cusec its microseconds, 0 to 999999
 */
public record EncApRepPart(Instant ctime, int cusec) {
    private static final int TAG = 27;

    public Octets encode() {
        return Der.encode(
                Der.application(TAG, Der.sequence(Der.field(0, Der.time(ctime)), Der.field(1, Der.integer(cusec)))));
    }

    public static EncApRepPart decode(Octets der) throws MalformedMessageException {
        Fields f = DerValue.parse(der).application(TAG).fields();
        return new EncApRepPart(f.time(0), f.micros(1));
    }
}
