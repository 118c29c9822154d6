package kcd.crl.fetch;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes on so many bytes and refuses the next: against lists, and compressed lists, without end. */
final class BoundedOutput extends FilterOutputStream {

    private final long maxBytes;
    private long written;

    BoundedOutput(OutputStream out, long maxBytes) {
        super(out);
        this.maxBytes = maxBytes;
    }

    @Override
    public void write(int octet) throws IOException {
        count(1);
        out.write(octet);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        count(length);
        out.write(bytes, offset, length);
    }

    private void count(int bytes) throws FetchFailedException {
        written += bytes;
        if (written > maxBytes) {
            throw new FetchFailedException(FetchFailure.TOO_LARGE, "more than " + maxBytes + " bytes");
        }
    }
}
