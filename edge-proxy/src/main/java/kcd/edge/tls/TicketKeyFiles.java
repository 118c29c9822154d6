package kcd.edge.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kcd.pki.file.FileFault;

/// Reads session ticket keys: one file each, the current one first.
public record TicketKeyFiles(List<Path> files) {
    public TicketKeyFiles {
        files = List.copyOf(files);
    }

    /// What the files hold now.
    public sealed interface Load {
        /// All of them can be used.
        record Loaded(TicketKeys keys) implements Load {}

        /// At least one cannot.
        record Unusable(List<FileFault> faults) implements Load {
            public Unusable {
                faults = List.copyOf(faults);
            }
        }
    }

    /// Reads the files as they are now.
    public Load load() {
        List<byte[]> secrets = new ArrayList<>();
        List<FileFault> faults = new ArrayList<>();
        for (Path file : files) {
            try {
                byte[] secret = Files.size(file) > TicketKeys.LONG_BYTES ? new byte[0] : Files.readAllBytes(file);
                if (TicketKeys.isKey(secret.length)) {
                    secrets.add(secret);
                } else {
                    faults.add(fault(file, "holds no key: it has " + Files.size(file) + " bytes, a key has 48 or 80"));
                }
            } catch (IOException e) {
                faults.add(fault(file, "cannot be read: " + e.getMessage()));
            }
        }
        Load load = faults.isEmpty() ? new Load.Loaded(TicketKeys.of(secrets)) : new Load.Unusable(faults);
        secrets.forEach(secret -> Arrays.fill(secret, (byte) 0));
        return load;
    }

    /// The files whose content is older than that, as far as their dates tell.
    public List<Path> unchangedSince(Instant time) {
        List<Path> old = new ArrayList<>();
        for (Path file : files) {
            try {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(time)) {
                    old.add(file);
                }
            } catch (IOException e) {
                // Reading them says it better.
            }
        }
        return old;
    }

    private static FileFault fault(Path file, String problem) {
        return new FileFault(file.toString(), problem, "write it with: openssl rand -out " + file + " 48");
    }
}
