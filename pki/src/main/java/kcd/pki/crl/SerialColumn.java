package kcd.pki.crl;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Serial numbers of one length: sorted rows in one array, without the octets that all of them share and without those
 * that an index of row numbers stands for. A million random serials of 16 octets take 14.3 bytes each.
 *
 * <pre>
 * serial = prefix (stored once) | index octets (a position in starts) | row
 * </pre>
 */
final class SerialColumn {

    /** From this count on one index octet costs less than it saves. */
    private static final int ONE_INDEX_OCTET = 1 << 11;
    /** The same for two: 256 KiB of index. */
    private static final int TWO_INDEX_OCTETS = 1 << 18;

    private static final VarHandle EIGHT_OCTETS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int width;
    private final int count;
    private final byte[] prefix;
    private final int indexOctets;
    private final int[] starts;
    private final byte[] rows;
    private final int stride;

    /** Compacts sorted rows without duplicates. */
    SerialColumn(byte[] sorted, int width, int count) {
        this.width = width;
        this.count = count;
        this.prefix = Arrays.copyOf(sorted, sharedPrefix(sorted, width, count));
        this.indexOctets = Math.min(indexOctets(count), width - prefix.length);
        this.stride = width - prefix.length - indexOctets;
        this.rows = new byte[count * stride];
        this.starts = new int[(1 << (8 * indexOctets)) + 1];
        int rowStart = prefix.length + indexOctets;
        for (int row = 0; row < count; row++) {
            starts[bucket(sorted, row * width) + 1]++;
            System.arraycopy(sorted, row * width + rowStart, rows, row * stride, stride);
        }
        for (int bucket = 1; bucket < starts.length; bucket++) {
            starts[bucket] += starts[bucket - 1];
        }
    }

    private static int sharedPrefix(byte[] sorted, int width, int count) {
        int last = (count - 1) * width;
        int mismatch = Arrays.mismatch(sorted, 0, width, sorted, last, last + width);
        return mismatch < 0 ? width : mismatch;
    }

    private static int indexOctets(int count) {
        if (count < ONE_INDEX_OCTET) {
            return 0;
        }
        return count < TWO_INDEX_OCTETS ? 1 : 2;
    }

    private int bucket(byte[] serials, int at) {
        return switch (indexOctets) {
            case 0 -> 0;
            case 1 -> serials[at + prefix.length] & 0xFF;
            default -> ((serials[at + prefix.length] & 0xFF) << 8) | (serials[at + prefix.length + 1] & 0xFF);
        };
    }

    int width() {
        return width;
    }

    int count() {
        return count;
    }

    boolean contains(byte[] serial) {
        if (!Arrays.equals(serial, 0, prefix.length, prefix, 0, prefix.length)) {
            return false;
        }
        int bucket = bucket(serial, 0);
        int low = starts[bucket];
        int high = starts[bucket + 1];
        return stride >= Long.BYTES ? containsNear(serial, low, high) : containsBetween(serial, low, high);
    }

    /**
     * Looks first where the serial would be if its bucket were evenly filled, as serials from a random generator fill it,
     * and then around there with growing steps: mostly within one line of the processor's cache, and never more than
     * twice the steps of halving, whoever chose the serials.
     */
    private boolean containsNear(byte[] serial, int from, int to) {
        long head = (long) EIGHT_OCTETS.get(serial, width - stride);
        int low = from;
        int high = to;
        int row = low + (int) Math.unsignedMultiplyHigh(head, high - low);
        int step = 0;
        while (low < high) {
            int order = compare(row, head, serial);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = row + 1;
                row = Math.min(low + step, (low + high) >>> 1);
            } else {
                high = row;
                row = Math.max(high - 1 - step, (low + high) >>> 1);
            }
            step = 2 * step + 1;
        }
        return false;
    }

    /** Eight octets at once: most rows differ from a stranger in these. */
    private int compare(int row, long head, byte[] serial) {
        int at = row * stride;
        int order = Long.compareUnsigned((long) EIGHT_OCTETS.get(rows, at), head);
        return order != 0
                ? order
                : Arrays.compareUnsigned(
                        rows, at + Long.BYTES, at + stride, serial, width - stride + Long.BYTES, width);
    }

    private boolean containsBetween(byte[] serial, int from, int to) {
        int low = from;
        int high = to - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int at = middle * stride;
            int order = Arrays.compareUnsigned(rows, at, at + stride, serial, width - stride, width);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    /** The bucket that a row is in, searched from the bucket of an earlier row on. */
    int bucketOf(int row, int from) {
        int bucket = from;
        while (starts[bucket + 1] <= row) {
            bucket++;
        }
        return bucket;
    }

    /** Writes a row's whole serial number to the start of {@code out}. */
    void copy(int row, int bucket, byte[] out) {
        System.arraycopy(prefix, 0, out, 0, prefix.length);
        for (int octet = 0; octet < indexOctets; octet++) {
            out[prefix.length + octet] = (byte) (bucket >>> (8 * (indexOctets - 1 - octet)));
        }
        System.arraycopy(rows, row * stride, out, width - stride, stride);
    }

    long retainedBytes() {
        return rows.length + 4L * starts.length + prefix.length;
    }
}
