package kcd.lab.secrecy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The secrets a test run made, one in hex a line, so that [SecretScan] can look for them afterwards.
///
/// Kept only where the system property [#PROPERTY] names a file; production code knows nothing of it. The secrets are
/// those of a lab or a test bed and open nothing else; still, the file is its owner's alone.
public final class SecretLedger {

    /// The file to append to. Set for the tests by Maven and by `./kcd test`.
    public static final String PROPERTY = "lab.secret-ledger";

    /// Shorter ones are words, which stand in any log.
    static final int MIN_SECRET_BYTES = 8;

    private static final Optional<SecretLedger> CONFIGURED =
            Optional.ofNullable(System.getProperty(PROPERTY)).map(file -> new SecretLedger(Path.of(file)));

    private final FileChannel file;

    SecretLedger(Path path) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            file = FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Notes a secret that was just made, if a ledger is kept.
    public static void note(byte[] secret) {
        CONFIGURED.ifPresent(ledger -> ledger.append(secret));
    }

    /// Notes a password, if a ledger is kept.
    public static void note(String password) {
        note(password.getBytes(StandardCharsets.UTF_8));
    }

    /// One write a line: several JVMs may append to one file.
    void append(byte[] secret) {
        if (secret.length < MIN_SECRET_BYTES) {
            return;
        }
        String line = HexFormat.of().formatHex(secret) + "\n";
        try {
            file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<byte[]> read(Path path) throws IOException {
        try (var lines = Files.lines(path, StandardCharsets.US_ASCII)) {
            return lines.distinct().map(HexFormat.of()::parseHex).toList();
        }
    }
}
