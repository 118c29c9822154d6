package kcd.kerberos.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import kcd.kerberos.crypto.Octets;

/** KERB-ERROR-DATA: the NTSTATUS that Windows controllers put into an error. MS-KILE sections 2.2.1 and 2.2.2. */
public final class KerbErrorData {
    private static final int EXTENDED = 3;
    private static final int EXT_ERROR_BYTES = 12;

    private KerbErrorData() {}

    /** The NTSTATUS in an error's e-data, 0 to 2^32-1; empty if the e-data is something else. */
    public static OptionalLong ntStatus(Octets edata) {
        try {
            Fields f = DerValue.parse(edata).fields();
            if (f.int32(1) == EXTENDED && f.has(2) && f.octets(2).length() >= EXT_ERROR_BYTES) {
                int status = ByteBuffer.wrap(f.octets(2).toArray())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getInt();
                return OptionalLong.of(Integer.toUnsignedLong(status));
            }
        } catch (MalformedMessageException somethingElse) {
            // METHOD-DATA, TYPED-DATA or nothing we know: an error without a status is still an error.
        }
        return OptionalLong.empty();
    }

    /** e-data with that NTSTATUS. */
    public static Octets of(long ntStatus) {
        byte[] extError = ByteBuffer.allocate(EXT_ERROR_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) ntStatus)
                .putInt(0)
                .putInt(1)
                .array();
        return Der.encode(
                Der.sequence(Der.field(1, Der.integer(EXTENDED)), Der.field(2, Der.octets(Octets.of(extError)))));
    }
}
