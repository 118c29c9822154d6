package kcd.lab.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A body of known length. RFC 9112 section 6.2.
final class FixedBody extends InputStream {

    private final InputStream in;
    private long left;

    FixedBody(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int n = in.read(into, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw new EOFException("body ends " + left + " bytes early");
        }
        left -= n;
        return n;
    }
}
