package kcd.broker.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Optional;
import kcd.broker.audit.Trace;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span of each call whose caller records one, as a child of the caller's. Where no spans are wanted there is no
 * tracer, and nothing is done.
 */
public final class CallSpans {
    private final Optional<Tracer> tracer;

    public CallSpans(Optional<Tracer> tracer) {
        this.tracer = tracer;
    }

    /** A call under way. */
    public static final class Call {
        private final @Nullable Span span;

        private Call(@Nullable Span span) {
            this.span = span;
        }

        /**
         * It is over.
         *
         * @param reason why it was refused
         */
        public void ended(Optional<String> reason) {
            if (span != null) {
                reason.ifPresent(code -> span.setStatus(StatusCode.ERROR).setAttribute("error.type", code));
                span.end();
            }
        }
    }

    /**
     * Begins the broker's part of a call.
     *
     * @param traceparent as the caller sent it; whoever sends none, or nonsense, begins a trace of its own
     */
    public Call begin(@Nullable String traceparent, String method) {
        return new Call(tracer.map(t -> t.spanBuilder(method)
                        .setParent(caller(traceparent))
                        .setSpanKind(SpanKind.SERVER)
                        .setAttribute("rpc.system", "grpc")
                        .setAttribute("rpc.service", "kcd.ticket.v1.TicketBroker")
                        .setAttribute("rpc.method", method)
                        .startSpan())
                .orElse(null));
    }

    private static Context caller(@Nullable String traceparent) {
        return traceparent == null
                ? Context.root()
                : W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, Field.TRACEPARENT);
    }

    /** Reads a carrier that is one field's value. */
    private enum Field implements TextMapGetter<String> {
        TRACEPARENT;

        @Override
        public Iterable<String> keys(String value) {
            return List.of(Trace.FIELD);
        }

        @Override
        public @Nullable String get(@Nullable String value, String name) {
            return name.equals(Trace.FIELD) ? value : null;
        }
    }
}
