package kcd.pki.crl;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Serial numbers as the feed carries them: each one length octet and that many octets of big-endian magnitude, in the
 * order of a {@link SerialSet}.
 */
public final class SerialCodec {

    private SerialCodec() {}

    /** All of the set's serials, or empty if that takes more than {@code maxBytes}. */
    public static Optional<byte[]> encode(SerialSet serials, int maxBytes) {
        long upperBound = (long) serials.size() * (1 + SerialNumber.MAX_OCTETS);
        ByteBuffer out = ByteBuffer.allocate((int) Math.min(maxBytes, upperBound));
        SerialCursor cursor = serials.cursor();
        while (cursor.next()) {
            if (!cursor.writeTo(out)) {
                return Optional.empty();
            }
        }
        byte[] encoded = new byte[out.position()];
        out.flip().get(encoded);
        return Optional.of(encoded);
    }

    /**
     * Adds the encoded serials to a builder.
     *
     * @throws SerialBoundException if the encoding is broken, not canonical, or breaks the builder's bound
     */
    public static void decode(ByteBuffer encoded, SerialSetBuilder into) {
        int at = encoded.position();
        while (at < encoded.limit()) {
            int length = encoded.get(at++);
            if (length < 1 || length > SerialNumber.MAX_OCTETS || length > encoded.limit() - at) {
                throw new SerialBoundException("broken serial number encoding: length octet " + length);
            }
            if (length > 1 && encoded.get(at) == 0) {
                throw new SerialBoundException("serial number with a leading zero octet");
            }
            into.add(encoded, at, length);
            at += length;
        }
    }

    /** The set whose encoding this is, of at most {@code maxEntries} members. */
    public static SerialSet decode(ByteBuffer encoded, int maxEntries) {
        SerialSetBuilder builder = new SerialSetBuilder(maxEntries);
        decode(encoded, builder);
        return builder.build();
    }
}
