package kcd.broker.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which request of a caller's a call belongs to: the trace id of W3C Trace Context, as the caller's log has it. It is
 * good for finding lines that belong together and for nothing else; callers may send what they like.
 */
public final class Trace {
    /** The metadata key. */
    public static final String FIELD = "traceparent";

    private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    private Trace() {}

    /** Runs a call as part of the trace that its traceparent names, or of none. */
    public static void within(@Nullable String traceparent, Runnable call) {
        Matcher matcher = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
        if (matcher.matches()) {
            ScopedValue.where(CURRENT, matcher.group(1)).run(call);
        } else {
            call.run();
        }
    }

    /** The id of the call that this thread is in. */
    static Optional<String> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }
}
