package kcd.edge.http;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Names one request in every log on its way: W3C Trace Context.
///
/// Begun anew at each request: a device's own `traceparent` could make many requests look like one, or one like
/// somebody else's (section 4.3 of the recommendation lets a front gateway restart traces).
///
/// @param traceId 32 hexadecimal digits, the same in edge, broker and upstream
/// @param spanId 16 hexadecimal digits, the edge's part
public record TraceContext(String traceId, String spanId) {
    public static final String FIELD = "traceparent";

    private static final HexFormat HEX = HexFormat.of();

    /// A new trace.
    public static TraceContext start(RandomGenerator random) {
        long low = random.nextLong();
        // All zero means none.
        String trace = HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(low == 0 ? 1 : low);
        long span = random.nextLong();
        return new TraceContext(trace, HEX.toHexDigits(span == 0 ? 1 : span));
    }

    /// The field's value. Version 0; not sampled, since nobody here records spans.
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + "-00";
    }
}
