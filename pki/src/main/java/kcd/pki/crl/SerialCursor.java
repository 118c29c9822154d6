package kcd.pki.crl;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Walks a {@link SerialSet} in its order (shorter serials first, then bytewise) through one reused buffer, so that
 * encoding a million serials makes no million objects. Not thread-safe; the set may have any number of cursors.
 */
public final class SerialCursor {

    private final List<SerialColumn> columns;
    private final byte[] current = new byte[SerialNumber.MAX_OCTETS];
    private int column;
    private int row = -1;
    private int bucket;

    SerialCursor(List<SerialColumn> columns) {
        this.columns = columns;
    }

    /** Moves to the next serial. False, for ever, when there is none. */
    public boolean next() {
        if (column == columns.size()) {
            return false;
        }
        row++;
        if (row == columns.get(column).count()) {
            column++;
            row = 0;
            bucket = 0;
        }
        if (column == columns.size()) {
            return false;
        }
        bucket = columns.get(column).bucketOf(row, bucket);
        columns.get(column).copy(row, bucket, current);
        return true;
    }

    /** Appends the current serial as one length octet and its octets. False, and nothing done, if it does not fit. */
    public boolean writeTo(ByteBuffer out) {
        int length = length();
        if (out.remaining() <= length) {
            return false;
        }
        out.put((byte) length).put(current, 0, length);
        return true;
    }

    int length() {
        return columns.get(column).width();
    }

    byte[] octets() {
        return current;
    }

    int compareTo(SerialCursor other) {
        int byLength = Integer.compare(length(), other.length());
        return byLength != 0
                ? byLength
                : Arrays.compareUnsigned(current, 0, length(), other.current, 0, other.length());
    }
}
