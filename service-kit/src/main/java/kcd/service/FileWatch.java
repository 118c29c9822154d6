package kcd.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Notices that watched files have new content, by hashing them every so often.
 *
 * <p>Content and not the time stamp, polling and not inotify: Kubernetes swaps mounted Secrets by exchanging a symbolic
 * link, which shows neither reliably. A file that cannot be read just now counts as unchanged, because half a swap is
 * no new content.
 */
public final class FileWatch implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(FileWatch.class);

    private final List<Path> files;
    private final Runnable onChange;
    private String seen;
    private volatile boolean readable;
    private volatile boolean closed;

    /**
     * Takes the files' content of now as the known one. Where they were read before, what changed in between shows only
     * with {@link #startNow}.
     *
     * @param onChange called from the watching thread after any of the files changed; its exceptions are logged
     */
    public FileWatch(List<Path> files, Runnable onChange) {
        this.files = List.copyOf(files);
        this.onChange = onChange;
        this.seen = hash();
        this.readable = !seen.isEmpty();
    }

    /** Tells the listener at once, as the files may have changed since it read them last, and then polls. */
    public FileWatch startNow(Duration every) {
        tell();
        return start(every);
    }

    /** Polls from now on, on a thread of its own, until closed. */
    public FileWatch start(Duration every) {
        Thread.ofVirtual().name("file-watch").start(() -> {
            while (!closed) {
                try {
                    Thread.sleep(every);
                    poll();
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        return this;
    }

    /** Looks once. True if there was new content, and the listener was told. */
    public synchronized boolean poll() {
        String now = hash();
        readable = !now.isEmpty();
        if (closed || now.isEmpty() || now.equals(seen)) {
            return false;
        }
        seen = now;
        tell();
        return true;
    }

    private synchronized void tell() {
        try {
            onChange.run();
        } catch (RuntimeException e) {
            // The listener keeps what it had; the next change is its next chance.
            LOG.errorf(e, "new content of %s was not taken over", files);
        }
    }

    /** Whether all files could be read when last looked at. */
    public boolean readable() {
        return readable;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** A hash over all files, empty if any of them cannot be read. */
    private String hash() {
        try {
            MessageDigest all = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                all.update(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
            }
            return HexFormat.of().formatHex(all.digest());
        } catch (IOException e) {
            return "";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
