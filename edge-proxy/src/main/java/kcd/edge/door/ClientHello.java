package kcd.edge.door;

import io.netty.buffer.ByteBuf;

/// Tells how far a connection has come with its ClientHello. RFC 8446 sections 4.1.2 and 5.1.
///
/// Nothing in it is understood but where it ends: TLS reads it once it is whole.
final class ClientHello {
    /// All its records. A hello with a key share that withstands quantum computers and a session ticket has a half.
    static final int MAX_BYTES = 16 * 1024;

    private static final int RECORD_HEADER = 5;
    private static final int MESSAGE_HEADER = 4;
    private static final int HANDSHAKE = 22;
    private static final int MAJOR_VERSION = 3;
    private static final int CLIENT_HELLO = 1;
    private static final int LENGTH_BITS = 24;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

    /// How far it has come.
    enum Progress {
        /// May become one.
        PART,
        /// Is one, in whole records.
        WHOLE,
        /// Will not be one.
        NONE
    }

    private ClientHello() {}

    /// @param bytes all that has come; they stay as they are
    static Progress of(ByteBuf bytes) {
        int end = bytes.writerIndex();
        int at = bytes.readerIndex();
        int header = 0;
        int seen = 0;
        while (end - at >= RECORD_HEADER) {
            int fragment = at + RECORD_HEADER;
            int length = bytes.getUnsignedShort(fragment - Short.BYTES);
            int next = fragment + length;
            if (!mayBeRecord(bytes, at) || length == 0 || next - bytes.readerIndex() > MAX_BYTES) {
                return Progress.NONE;
            }
            if (next > end) {
                return Progress.PART;
            }
            for (int i = seen; i < Math.min(seen + length, MESSAGE_HEADER); i++) {
                header = (header << Byte.SIZE) | bytes.getUnsignedByte(fragment + i - seen);
            }
            seen += length;
            if (seen >= MESSAGE_HEADER && header >>> LENGTH_BITS != CLIENT_HELLO) {
                return Progress.NONE;
            }
            if (seen >= MESSAGE_HEADER && seen - MESSAGE_HEADER >= (header & LENGTH_MASK)) {
                return Progress.WHOLE;
            }
            at = next;
        }
        return at == end || mayBeRecord(bytes, at) ? Progress.PART : Progress.NONE;
    }

    private static boolean mayBeRecord(ByteBuf bytes, int at) {
        boolean version = at + 1 == bytes.writerIndex() || bytes.getByte(at + 1) == MAJOR_VERSION;
        return bytes.getByte(at) == HANDSHAKE && version;
    }
}
