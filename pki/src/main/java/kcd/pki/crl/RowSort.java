package kcd.pki.crl;

import java.util.Arrays;

/**
 * Sorts rows of equal width that lie one after the other in a byte array, bytewise unsigned, without an object per row:
 * a radix sort from the most significant byte, down to runs short enough for insertion.
 */
final class RowSort {

    private static final int INSERTION_RUN = 24;

    private final byte[] rows;
    private final byte[] spare;
    private final byte[] hand;
    private final int width;

    private RowSort(byte[] rows, int width, int count) {
        this.rows = rows;
        this.spare = new byte[count * width];
        this.hand = new byte[width];
        this.width = width;
    }

    static void sort(byte[] rows, int width, int count) {
        new RowSort(rows, width, count).sort(0, count, 0);
    }

    /** Sorts the rows from..to, which agree in all bytes before {@code at}. Recursion is at most {@code width} deep. */
    private void sort(int from, int to, int at) {
        if (to - from <= INSERTION_RUN) {
            insertionSort(from, to, at);
            return;
        }
        for (int column = at; column < width; column++) {
            int[] starts = bucketStarts(from, to, column);
            if (isOneBucket(starts, to - from)) {
                continue;
            }
            scatter(from, to, column, starts.clone());
            for (int bucket = 0; bucket < 256; bucket++) {
                if (starts[bucket + 1] - starts[bucket] > 1) {
                    sort(from + starts[bucket], from + starts[bucket + 1], column + 1);
                }
            }
            return;
        }
    }

    private int[] bucketStarts(int from, int to, int column) {
        int[] starts = new int[257];
        for (int row = from; row < to; row++) {
            starts[(rows[row * width + column] & 0xFF) + 1]++;
        }
        for (int bucket = 0; bucket < 256; bucket++) {
            starts[bucket + 1] += starts[bucket];
        }
        return starts;
    }

    private static boolean isOneBucket(int[] starts, int count) {
        for (int bucket = 0; bucket < 256; bucket++) {
            int size = starts[bucket + 1] - starts[bucket];
            if (size != 0) {
                return size == count;
            }
        }
        return true;
    }

    private void scatter(int from, int to, int column, int[] next) {
        for (int row = from; row < to; row++) {
            int bucket = rows[row * width + column] & 0xFF;
            System.arraycopy(rows, row * width, spare, (from + next[bucket]++) * width, width);
        }
        System.arraycopy(spare, from * width, rows, from * width, (to - from) * width);
    }

    private void insertionSort(int from, int to, int at) {
        for (int row = from + 1; row < to; row++) {
            int place = row;
            while (place > from && compare(place - 1, row, at) > 0) {
                place--;
            }
            if (place < row) {
                System.arraycopy(rows, row * width, hand, 0, width);
                System.arraycopy(rows, place * width, rows, (place + 1) * width, (row - place) * width);
                System.arraycopy(hand, 0, rows, place * width, width);
            }
        }
    }

    private int compare(int left, int right, int at) {
        return Arrays.compareUnsigned(
                rows, left * width + at, (left + 1) * width, rows, right * width + at, (right + 1) * width);
    }
}
