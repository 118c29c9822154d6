package kcd.edge.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;
import kcd.edge.route.Upstream;

/// Makes a span of each request that is sampled, with a child for each step that others take part in. Names and
/// attributes by OpenTelemetry's semantic conventions for HTTP and RPC; never a query, a header, a user or a
/// certificate.
public final class RecordedTraces implements Traces {
    private static final int SERVER_ERROR = 500;

    private final Tracer tracer;

    public RecordedTraces(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public RequestTrace begin(String method, String path) {
        Span span = tracer.spanBuilder(method)
                .setNoParent()
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", method)
                .setAttribute("url.path", path)
                .startSpan();
        return new Recorded(tracer, span, method);
    }

    private record Recorded(Tracer tracer, Span span, String method) implements RequestTrace {
        @Override
        public String id() {
            return span.getSpanContext().getTraceId();
        }

        @Override
        public Step mint(String targetSpn) {
            Span step = child("mint");
            step.setAttribute("rpc.system", "grpc")
                    .setAttribute("rpc.service", "kcd.ticket.v1.TicketBroker")
                    .setAttribute("rpc.method", "MintToken")
                    .setAttribute("kcd.target_spn", targetSpn);
            return new RecordedStep(step);
        }

        @Override
        public Step upstream(Upstream server) {
            Span step = child("upstream");
            step.setAttribute("http.request.method", method)
                    .setAttribute("server.address", server.host())
                    .setAttribute("server.port", server.port());
            return new RecordedStep(step);
        }

        private Span child(String name) {
            return tracer.spanBuilder(name)
                    .setParent(Context.root().with(span))
                    .setSpanKind(SpanKind.CLIENT)
                    .startSpan();
        }

        @Override
        public void ended(Optional<String> route, int status, Optional<String> reason) {
            route.ifPresent(name -> span.updateName(method + " " + name).setAttribute("kcd.route", name));
            span.setAttribute("http.response.status_code", status);
            if (status >= SERVER_ERROR) {
                span.setStatus(StatusCode.ERROR);
            }
            end(span, reason);
        }
    }

    private record RecordedStep(Span span) implements RequestTrace.Step {
        @Override
        public String traceparent() {
            SpanContext context = span.getSpanContext();
            return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                    + context.getTraceFlags().asHex();
        }

        @Override
        public void ended(Optional<String> reason) {
            reason.ifPresent(_ -> span.setStatus(StatusCode.ERROR));
            end(span, reason);
        }
    }

    private static void end(Span span, Optional<String> reason) {
        reason.ifPresent(code -> span.setAttribute("error.type", code));
        span.end();
    }
}
