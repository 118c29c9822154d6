package kcd.pki.crl;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers serial numbers, in any order and with repetitions, into a {@link SerialSet}. One use only.
 *
 * <p>Every serial is copied into one growing array per length; sorting happens once, in {@link #build()}, and only for
 * lengths whose serials did not arrive in order.
 */
public final class SerialSetBuilder {

    private final int maxEntries;
    private final @Nullable Rows[] byLength = new Rows[SerialNumber.MAX_OCTETS + 1];
    private int entries;

    /** @param maxEntries how many serials may be added, repetitions included */
    public SerialSetBuilder(int maxEntries) {
        this.maxEntries = maxEntries;
    }

    public SerialSetBuilder add(SerialNumber serial) {
        byte[] octets = serial.octets();
        add(ByteBuffer.wrap(octets), 0, octets.length);
        return this;
    }

    void add(SerialCursor cursor) {
        count();
        rows(cursor.length()).append(cursor.octets());
    }

    /**
     * Adds an integer's content as it stands in DER or in the feed; leading zero octets are dropped.
     *
     * @throws SerialBoundException if it is empty, too long, or one serial too many
     */
    void add(ByteBuffer source, int from, int length) {
        int start = from;
        int end = from + length;
        while (start < end - 1 && source.get(start) == 0) {
            start++;
        }
        int octets = end - start;
        if (octets < 1 || octets > SerialNumber.MAX_OCTETS) {
            throw new SerialBoundException("serial number of " + octets + " octets");
        }
        count();
        rows(octets).append(source, start);
    }

    private void count() {
        if (entries == maxEntries) {
            throw new SerialBoundException("more than " + maxEntries + " serial numbers");
        }
        entries++;
    }

    private Rows rows(int length) {
        Rows rows = byLength[length];
        if (rows == null) {
            rows = new Rows(length);
            byLength[length] = rows;
        }
        return rows;
    }

    /** How many serials were added, repetitions included. */
    int entries() {
        return entries;
    }

    public SerialSet build() {
        List<SerialColumn> columns = new ArrayList<>();
        for (int length = 1; length < byLength.length; length++) {
            Rows rows = byLength[length];
            if (rows != null) {
                columns.add(rows.toColumn());
                byLength[length] = null;
            }
        }
        return SerialSet.of(columns);
    }

    /** A growing array of rows of one width, which knows whether they came in strictly ascending order. */
    private static final class Rows {

        private static final int FIRST_CAPACITY = 64;

        private final int width;
        private byte[] bytes;
        private int count;
        private boolean ascending = true;

        Rows(int width) {
            this.width = width;
            this.bytes = new byte[FIRST_CAPACITY * width];
        }

        void append(byte[] octets) {
            reserve();
            System.arraycopy(octets, 0, bytes, count * width, width);
            added();
        }

        void append(ByteBuffer source, int from) {
            reserve();
            source.get(from, bytes, count * width, width);
            added();
        }

        private void reserve() {
            int needed = Math.multiplyExact(count + 1, width);
            if (needed > bytes.length) {
                bytes = Arrays.copyOf(
                        bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, bytes.length * 2L)));
            }
        }

        private void added() {
            ascending = ascending && (count == 0 || compare(count - 1, count) < 0);
            count++;
        }

        private int compare(int left, int right) {
            return Arrays.compareUnsigned(
                    bytes, left * width, (left + 1) * width, bytes, right * width, (right + 1) * width);
        }

        SerialColumn toColumn() {
            if (!ascending) {
                RowSort.sort(bytes, width, count);
                dropRepetitions();
            }
            return new SerialColumn(bytes, width, count);
        }

        private void dropRepetitions() {
            int kept = 1;
            for (int row = 1; row < count; row++) {
                if (compare(kept - 1, row) != 0) {
                    System.arraycopy(bytes, row * width, bytes, kept * width, width);
                    kept++;
                }
            }
            count = kept;
        }
    }
}
