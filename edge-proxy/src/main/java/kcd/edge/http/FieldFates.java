package kcd.edge.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Remembers what the rules make of a header field by its name, since the same few names come with every request.
///
/// Bounded: whoever sends thousands of names of his own makes others' names be judged anew each time, and no more.
final class FieldFates {
    static final int MAX_REMEMBERED = 1_000;

    /// Longer names are judged each time.
    static final int MAX_NAME = 64;

    /// What becomes of a field at the gateway.
    enum Fate {
        PASSES,
        /// Passes where the gateway does not authenticate by itself.
        IS_AUTHENTICATION,
        ENDS
    }

    private final Function<String, Fate> rules;
    private final Map<String, Fate> remembered = new ConcurrentHashMap<>();

    FieldFates(Function<String, Fate> rules) {
        this.rules = rules;
    }

    /// @param name as it was written
    Fate of(String name) {
        @Nullable Fate known = remembered.get(name);
        return known == null ? judge(name) : known;
    }

    int size() {
        return remembered.size();
    }

    private Fate judge(String name) {
        Fate fate = rules.apply(name);
        if (name.length() <= MAX_NAME && remembered.size() < MAX_REMEMBERED) {
            remembered.put(name, fate);
        }
        return fate;
    }
}
