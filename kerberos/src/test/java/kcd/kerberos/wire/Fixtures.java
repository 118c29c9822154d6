package kcd.kerberos.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import kcd.kerberos.crypto.Octets;

/** The captured messages; ORIGIN.md beside them says whence. */
final class Fixtures {
    private Fixtures() {}

    static Octets read(String name) {
        try {
            return Octets.of(Files.readAllBytes(directory().resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all that end so. */
    static List<String> names(String suffix) {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(p -> p.getFileName().toString())
                    .filter(n -> n.endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory() {
        try {
            return Path.of(Objects.requireNonNull(Fixtures.class.getResource("ORIGIN.md"))
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
