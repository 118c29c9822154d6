package kcd.pki.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a whole small file, and says in an operator's words why it cannot. */
final class BoundedFile {
    /** The bundle of all public CAs has 220 KB. */
    static final int MAX_BYTES = 4 * 1024 * 1024;

    private BoundedFile() {}

    static byte[] read(Path file) throws UnusableFileException {
        if (Files.isDirectory(file)) {
            throw new UnusableFileException(file, "is a directory", "name the files in it, separated by commas");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new UnusableFileException(
                        file, "is larger than " + MAX_BYTES + " bytes", "is it the right file?");
            }
            if (bytes.length == 0) {
                throw new UnusableFileException(file, "is empty", "write the PEM text into it");
            }
            return bytes;
        } catch (NoSuchFileException _) {
            throw new UnusableFileException(file, "does not exist", "correct the path or mount the file");
        } catch (AccessDeniedException _) {
            throw new UnusableFileException(
                    file, "may not be read by this process", "correct its owner or its permissions");
        } catch (IOException e) {
            throw new UnusableFileException(file, "cannot be read: " + e.getMessage(), "check the file and its volume");
        }
    }
}
