package kcd.service.secret;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigSourceInterceptorFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import io.smallrye.config.crypto.AESGCMNoPaddingSecretKeysHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Gives the secret handler its key from the file that {@code kcd.secrets.key-file} names; a key set directly wins. */
public final class SecretKeyFile implements ConfigSourceInterceptorFactory {
    static final String KEY = AESGCMNoPaddingSecretKeysHandler.ENCRYPTION_KEY;
    private static final String KEY_FILE = "kcd.secrets.key-file";
    /** Inside of expressions, whose resolver asks for the key. */
    private static final int PRIORITY = Priorities.LIBRARY + 150;

    private static final int MAX_BYTES = 4096;

    @Override
    public ConfigSourceInterceptor getInterceptor(ConfigSourceInterceptorContext context) {
        return SecretKeyFile::value;
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(PRIORITY);
    }

    private static @Nullable ConfigValue value(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (value != null || !name.equals(KEY)) {
            return value;
        }
        ConfigValue file = context.proceed(KEY_FILE);
        return file == null || file.getValue() == null || file.getValue().isBlank()
                ? null
                : file.withName(KEY).withValue(read(Path.of(file.getValue().strip())));
    }

    private static String read(Path file) {
        try (var in = Files.newInputStream(file)) {
            String key = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
            if (key.isEmpty()) {
                throw new IllegalStateException(KEY_FILE + " = " + file + ": is empty");
            }
            return key;
        } catch (IOException e) {
            throw new IllegalStateException(KEY_FILE + " = " + file + ": cannot be read: " + e, e);
        }
    }
}
