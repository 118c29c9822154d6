package kcd.broker.mapping;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import kcd.pki.name.Sid;

/** A security identifier as directories store it. MS-DTYP section 2.4.2.2. */
final class BinarySid {
    private static final int HEADER = 8;
    private static final int AUTHORITY_BYTES = 6;

    private BinarySid() {}

    /** @throws IllegalArgumentException if it is none */
    static Sid read(byte[] value) {
        if (value.length < HEADER || value[0] != 1 || value.length != HEADER + Integer.BYTES * (value[1] & 0xff)) {
            throw new IllegalArgumentException("its objectSid is malformed");
        }
        ByteBuffer bytes = ByteBuffer.wrap(value).position(2);
        long authority = 0;
        for (int i = 0; i < AUTHORITY_BYTES; i++) {
            authority = (authority << Byte.SIZE) | (bytes.get() & 0xff);
        }
        var text = new StringBuilder("S-1-").append(authority);
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            text.append('-').append(Integer.toUnsignedString(bytes.getInt()));
        }
        return new Sid(text.toString());
    }
}
