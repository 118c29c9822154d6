package kcd.crl.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Writes what a server sends, DER or PEM, into a new file as DER, and no more than so many bytes of it. */
final class DownloadFile {

    private static final int DER_SEQUENCE = 0x30;
    /** What may stand before the list in PEM, and around it in gzip. */
    private static final int PREAMBLE_BYTES = 1 << 17;

    private final Path directory;
    private final long maxBytes;

    DownloadFile(Path directory, long maxBytes) {
        this.directory = directory;
        this.maxBytes = maxBytes;
    }

    /** The whole of the body; on any failure there is no file. */
    Path save(InputStream body) throws IOException {
        Path file = create();
        try {
            InputStream content = new BufferedInputStream(bounded(body));
            content.mark(1);
            int first = content.read();
            content.reset();
            try (OutputStream out = new BoundedOutput(new OwnDisk(Files.newOutputStream(file)), maxBytes)) {
                (first == DER_SEQUENCE ? content : Base64.getMimeDecoder().wrap(PemBody.after(content)))
                        .transferTo(out);
            }
            return file;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** The same bytes, as many as a list of the largest size may take in PEM, and no more. */
    InputStream bounded(InputStream body) {
        return new BoundedInput(body, maxBytes + maxBytes / 2 + PREAMBLE_BYTES);
    }

    private Path create() throws FetchFailedException {
        try {
            return Files.createTempFile(directory, "download-", ".part");
        } catch (IOException e) {
            throw new FetchFailedException(FetchFailure.STORAGE, TimedDownload.describe(e));
        }
    }
}
