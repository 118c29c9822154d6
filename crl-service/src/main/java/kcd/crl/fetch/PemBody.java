package kcd.crl.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The Base64 text between the BEGIN and END lines of an X509 CRL in PEM (RFC 7468 section 6), as a stream. What stands
 * before the BEGIN line is passed over, what follows the END line is not read.
 */
final class PemBody extends InputStream {

    private static final byte[] BEGIN = "-----BEGIN X509 CRL-----".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_PREAMBLE_BYTES = 1 << 16;

    private final InputStream in;
    private boolean ended;

    private PemBody(InputStream in) {
        this.in = in;
    }

    /** Finds the BEGIN line; the stream goes on behind it. */
    static PemBody after(InputStream in) throws IOException {
        byte[] window = new byte[BEGIN.length];
        for (int read = 0; read < MAX_PREAMBLE_BYTES; read++) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            System.arraycopy(window, 1, window, 0, window.length - 1);
            window[window.length - 1] = (byte) next;
            if (Arrays.equals(window, BEGIN)) {
                return new PemBody(in);
            }
        }
        throw new FetchFailedException(
                FetchFailure.BROKEN_BODY, "neither DER nor PEM: no line -----BEGIN X509 CRL-----");
    }

    @Override
    public int read() throws IOException {
        if (ended) {
            return -1;
        }
        int next = in.read();
        if (next < 0) {
            throw new FetchFailedException(FetchFailure.BROKEN_BODY, "PEM without its END line");
        }
        ended = next == '-';
        return ended ? -1 : next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        int count = in.read(bytes, offset, length);
        if (count < 0) {
            throw new FetchFailedException(FetchFailure.BROKEN_BODY, "PEM without its END line");
        }
        for (int i = 0; i < count; i++) {
            if (bytes[offset + i] == '-') {
                ended = true;
                return i == 0 ? -1 : i;
            }
        }
        return count;
    }
}
