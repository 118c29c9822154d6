package kcd.service.secret;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigSourceInterceptorFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code password.plaintext} as the password {@code password}, as Secure Email Gateway does: the suffix asks for
 * the value to be encrypted where it stands, see {@link PlaintextSecrets}.
 */
public final class PlaintextSuffix implements ConfigSourceInterceptorFactory {
    private static final String SUFFIX = ".plaintext";
    /** Outside of expressions, inside of SEG's names. */
    private static final int PRIORITY = Priorities.LIBRARY + 500;

    @Override
    public ConfigSourceInterceptor getInterceptor(ConfigSourceInterceptorContext context) {
        return PlaintextSuffix::value;
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(PRIORITY);
    }

    private static @Nullable ConfigValue value(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (value == null || value.getValue() == null || !isSecret(name)) {
            return value;
        }
        return strip(value.getValue()).map(value::withValue).orElse(value);
    }

    /** Whether a setting holds a secret: ours that end in "password", and SEG's passcode. */
    static boolean isSecret(String name) {
        return (name.startsWith("kcd.") && name.endsWith("password")) || name.endsWith("Passcode");
    }

    /** The secret before the suffix; empty where there is none. */
    static Optional<String> strip(String value) {
        String text = value.stripTrailing();
        return text.endsWith(SUFFIX)
                ? Optional.of(text.substring(0, text.length() - SUFFIX.length()))
                : Optional.empty();
    }
}
