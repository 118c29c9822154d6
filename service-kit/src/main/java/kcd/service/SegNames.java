package kcd.service;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigSourceInterceptorFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Lets the names that Secure Email Gateway V2 has for settings fill ours, so that its values can be carried over as they
 * are. A {@code kcd.*} setting wins over its SEG name wherever either stands.
 *
 * <p>Each service has a subclass with its list, named in
 * {@code META-INF/services/io.smallrye.config.ConfigSourceInterceptorFactory}, and logs {@link #inUse} at its start.
 */
public abstract class SegNames implements ConfigSourceInterceptorFactory {

    /** Outside of expressions and secrets, so that both work in a SEG setting too. */
    private static final int PRIORITY = Priorities.LIBRARY + 600;

    private final Map<String, SegName> bySetting;

    protected SegNames(SegName... names) {
        bySetting = Arrays.stream(names).collect(Collectors.toUnmodifiableMap(SegName::setting, Function.identity()));
    }

    @Override
    public ConfigSourceInterceptor getInterceptor(ConfigSourceInterceptorContext context) {
        return this::value;
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(PRIORITY);
    }

    /** A sentence on each SEG name that is set; values are not told, one of them is a password. */
    public List<String> inUse(Config config) {
        return bySetting.values().stream()
                .filter(seg -> config.getOptionalValue(seg.name(), String.class).isPresent())
                .map(seg -> "the SEG setting " + seg.name() + " is read as " + seg.setting())
                .sorted()
                .toList();
    }

    private @Nullable ConfigValue value(ConfigSourceInterceptorContext context, String name) {
        ConfigValue ours = context.proceed(name);
        SegName seg = bySetting.get(name);
        if (seg == null || (ours != null && !isDefault(ours))) {
            return ours;
        }
        ConfigValue theirs = context.proceed(seg.name());
        return theirs == null || theirs.getValue() == null
                ? ours
                : theirs.withName(name).withValue(seg.translate(theirs.getValue()));
    }

    /** Defaults, ours and the framework's, rank below every source that an administrator can write. */
    private static boolean isDefault(ConfigValue value) {
        return value.getConfigSourceOrdinal() < 0;
    }
}
