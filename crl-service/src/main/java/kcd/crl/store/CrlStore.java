package kcd.crl.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import kcd.crl.fetch.DistributionPoint;

/**
 * The last good copy of each distribution point's list, on disk. A copy appears whole or not at all (written, forced, then
 * renamed), and is judged again like any download when it is read back, so a damaged one does no harm.
 */
public final class CrlStore {

    private static final String SUFFIX = ".crl";

    private final Path directory;

    public CrlStore(Path directory) {
        this.directory = directory;
    }

    /** The copy of this point's list. */
    public Optional<Path> copy(DistributionPoint point) {
        Path file = file(point);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** Makes a downloaded file, which must lie in the same directory, the copy; the one before is gone then. */
    public void keep(DistributionPoint point, Path download) throws IOException {
        try (FileChannel channel = FileChannel.open(download, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(download, file(point), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes what downloads left that a crash cut off. */
    public void removeLeftovers() throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory, "*.part")) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    private Path file(DistributionPoint point) {
        return directory.resolve(point.id() + SUFFIX);
    }
}
