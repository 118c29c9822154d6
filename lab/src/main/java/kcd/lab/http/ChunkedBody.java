package kcd.lab.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A chunked body; trailers are read and dropped. RFC 9112 section 7.1.
final class ChunkedBody extends InputStream {

    private final HttpReader reader;
    private long left;
    private boolean first = true;
    private boolean done;

    ChunkedBody(HttpReader reader) {
        this.reader = reader;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0 && !done) {
            nextChunk();
        }
        if (done) {
            return -1;
        }
        int n = reader.read(into, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw new EOFException("connection closed inside a chunk");
        }
        left -= n;
        return n;
    }

    private void nextChunk() throws IOException {
        if (!first && !reader.line().isEmpty()) {
            throw new HttpSyntaxException("chunk data longer than its size");
        }
        first = false;
        String size = reader.line();
        int extension = size.indexOf(';');
        left = HttpReader.number(extension < 0 ? size : size.substring(0, extension), 16);
        if (left == 0) {
            reader.fields();
            done = true;
        }
    }
}
