package kcd.edge.trace;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import kcd.edge.route.Upstream;

/// A name and no more: what every request has where no spans are made. Costs two random numbers and a string.
///
/// @param id of the trace
/// @param span 16 hexadecimal digits, the edge's part
public record NamedTrace(String id, String span) implements RequestTrace, RequestTrace.Step {
    private static final HexFormat HEX = HexFormat.of();

    /// A new trace.
    public static NamedTrace start(RandomGenerator random) {
        long low = random.nextLong();
        // All zero means none.
        String trace = HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(low == 0 ? 1 : low);
        long span = random.nextLong();
        return new NamedTrace(trace, HEX.toHexDigits(span == 0 ? 1 : span));
    }

    @Override
    public Step mint(String targetSpn) {
        return this;
    }

    @Override
    public Step upstream(Upstream server) {
        return this;
    }

    @Override
    public void ended(Optional<String> route, int status, Optional<String> reason) {}

    /// Version 0; not sampled, since nobody here records spans.
    @Override
    public String traceparent() {
        return "00-" + id + "-" + span + "-00";
    }

    @Override
    public void ended(Optional<String> reason) {}
}
