package kcd.kerberos.crypto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** MD4, of which RC4 keys of passwords are made, and nothing else should be; the JDK has none. RFC 1320 section 3. */
final class Md4 {
    private static final int BLOCK = 64;
    private static final int LENGTH_BYTES = 8;
    private static final int[] START = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};

    /** What each round adds, by how much its four kinds of step rotate, and in which order it takes the words. */
    private static final int[] ADDED = {0, 0x5a827999, 0x6ed9eba1};

    private static final int[][] ROTATED = {{3, 7, 11, 19}, {3, 5, 9, 13}, {3, 9, 11, 15}};
    private static final int[][] ORDER = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
        {0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15},
        {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15}
    };

    private Md4() {}

    static byte[] digest(byte[] data) {
        byte[] padded = padded(data);
        ByteBuffer blocks = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
        int[] state = START.clone();
        int[] words = new int[BLOCK / Integer.BYTES];
        while (blocks.hasRemaining()) {
            for (int i = 0; i < words.length; i++) {
                words[i] = blocks.getInt();
            }
            add(state, words);
        }
        Arrays.fill(words, 0);
        Arrays.fill(padded, (byte) 0); // it may be a password
        ByteBuffer out = ByteBuffer.allocate(state.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : state) {
            out.putInt(word);
        }
        return out.array();
    }

    /** A one bit, zeros, and the length in bits, up to a whole number of blocks. */
    private static byte[] padded(byte[] data) {
        int length = (data.length + LENGTH_BYTES + BLOCK) / BLOCK * BLOCK;
        return ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(data)
                .put((byte) 0x80)
                .putLong(length - LENGTH_BYTES, (long) data.length * Byte.SIZE)
                .array();
    }

    private static void add(int[] state, int[] words) {
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        for (int round = 0; round < ORDER.length; round++) {
            for (int step = 0; step < words.length; step++) {
                int sum = a + mixed(round, b, c, d) + words[ORDER[round][step]] + ADDED[round];
                a = d;
                d = c;
                c = b;
                b = Integer.rotateLeft(sum, ROTATED[round][step % 4]);
            }
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }

    private static int mixed(int round, int x, int y, int z) {
        return switch (round) {
            case 0 -> (x & y) | (~x & z);
            case 1 -> (x & y) | (x & z) | (y & z);
            default -> x ^ y ^ z;
        };
    }
}
