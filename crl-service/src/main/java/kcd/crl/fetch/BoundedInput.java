package kcd.crl.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Hands out so many bytes and refuses the next: against bodies without end that make no list at all. */
final class BoundedInput extends FilterInputStream {

    private final long maxBytes;
    private long seen;

    BoundedInput(InputStream in, long maxBytes) {
        super(in);
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
        int octet = in.read();
        count(octet < 0 ? 0 : 1);
        return octet;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        count(Math.max(count, 0));
        return count;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = in.skip(bytes);
        count(skipped);
        return skipped;
    }

    /** What was counted stays so; nobody may go back. */
    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long bytes) throws FetchFailedException {
        seen += bytes;
        if (seen > maxBytes) {
            throw new FetchFailedException(FetchFailure.TOO_LARGE, "more than " + maxBytes + " bytes on the way");
        }
    }
}
