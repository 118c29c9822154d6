package kcd.crl.fetch;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Tells a failure to write, a full disk for one, from a failure to read from the network. */
final class OwnDisk extends FilterOutputStream {

    OwnDisk(OutputStream file) {
        super(file);
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw new FetchFailedException(FetchFailure.STORAGE, TimedDownload.describe(e));
        }
    }
}
