package kcd.service.secret;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts, at a service's start and in the files they stand in, the secrets that an administrator wrote with the suffix
 * {@code .plaintext}. A file that must not or cannot be written works all the same, with a warning.
 */
public final class PlaintextSecrets {
    /** As SmallRye Config names the source that a properties file becomes. */
    private static final Pattern FILE_SOURCE = Pattern.compile("PropertiesConfigSource\\[source=(file:[^\\]]+)\\]");

    private final Config config;
    private final Consumer<String> warnings;

    private PlaintextSecrets(Config config, Consumer<String> warnings) {
        this.config = config;
        this.warnings = warnings;
    }

    /** Encrypts what can be encrypted and warns of the rest. The secrets themselves are shown nowhere. */
    public static void protect(Config config, Consumer<String> warnings) {
        PlaintextSecrets secrets = new PlaintextSecrets(config, warnings);
        for (ConfigSource source : config.getConfigSources()) {
            List<String> plain = source.getPropertyNames().stream()
                    .filter(name -> isPlaintext(name, source.getValue(name)))
                    .sorted()
                    .toList();
            if (!plain.isEmpty()) {
                secrets.protect(source, plain);
            }
        }
    }

    private static boolean isPlaintext(String name, @Nullable String value) {
        return PlaintextSuffix.isSecret(withoutProfile(name))
                && value != null
                && PlaintextSuffix.strip(value).isPresent();
    }

    private static String withoutProfile(String name) {
        return name.startsWith("%") ? name.substring(name.indexOf('.') + 1) : name;
    }

    private void protect(ConfigSource source, List<String> plain) {
        Matcher file = FILE_SOURCE.matcher(source.getName());
        if (!file.matches()) {
            warnings.accept(plain + " in plain text in " + source.getName() + ", which cannot be encrypted in place");
            return;
        }
        Path path = Path.of(URI.create(file.group(1)));
        Optional<String> key = config.getOptionalValue(SecretKeyFile.KEY, String.class);
        if (key.isEmpty()) {
            warnings.accept(plain + " stays in plain text in " + path + ": set kcd.secrets.key-file");
            return;
        }
        try {
            encrypt(path, new SecretCipher(key.get(), new SecureRandom()));
        } catch (IOException | UnsupportedOperationException e) {
            warnings.accept(plain + " stays in plain text in " + path + ", which cannot be rewritten: " + e);
        }
    }

    private static void encrypt(Path named, SecretCipher cipher) throws IOException {
        Path file = named.toRealPath();
        PosixFileAttributes was = Files.readAttributes(file, PosixFileAttributes.class);
        if (!was.permissions().contains(PosixFilePermission.OWNER_WRITE)) {
            // Root could; who took the permission away did not mean it to.
            throw new IOException("it is read-only");
        }
        byte[] text = PropertiesText.replace(
                Files.readAllBytes(file),
                (key, value) -> isPlaintext(key, value)
                        ? PlaintextSuffix.strip(value).map(cipher::expression)
                        : Optional.empty());
        replace(file, was, text);
    }

    /** As a whole or not at all: a service that dies half-way leaves the old file. */
    private static void replace(Path file, PosixFileAttributes was, byte[] text) throws IOException {
        Path fresh = Files.createTempFile(
                file.getParent(),
                ".kcd-",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(text);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                out.force(true);
            }
            PosixFileAttributeView view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
            PosixFileAttributes is = view.readAttributes();
            if (!is.owner().equals(was.owner())) {
                view.setOwner(was.owner());
            }
            if (!is.group().equals(was.group())) {
                view.setGroup(was.group());
            }
            view.setPermissions(was.permissions());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
