package kcd.edge.proxy;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import java.util.stream.Collectors;
import kcd.edge.failure.Failure;
import kcd.edge.http.EdgeReason;
import kcd.edge.http.HeaderRules;
import kcd.edge.route.RouteMatch;
import kcd.edge.tls.Admission;
import kcd.edge.tls.AdmittedCertificate;
import kcd.edge.tls.ClientGate;
import org.jspecify.annotations.Nullable;

/// Takes each request through admit, route, ticket, forward. One instance per event loop.
public final class EdgeProxy {
    private final ClientGate gate;
    private final Devices devices;
    private final ExchangeContext context;
    private boolean draining;

    EdgeProxy(ClientGate gate, Devices devices, ExchangeContext context) {
        this.gate = gate;
        this.devices = devices;
        this.context = context;
    }

    /// A request whose head is well-formed.
    public void handle(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().headersEndHandler(_ -> announceEnd(request)).endHandler(_ -> end(request));
        }
        Optional<Device> device = devices.of(request.connection());
        AccessRecord record = record(request, device);
        if (device.isEmpty()) {
            request.connection().close();
            return;
        }
        Surprise.run(
                () -> take(request, device.get(), record), () -> refuse(request, record, EdgeReason.INTERNAL, null));
    }

    private void take(HttpServerRequest request, Device device, AccessRecord record) {
        if (!HeaderRules.areWellFormed(request.headers()) || !fitsItsVersion(request)) {
            refuse(request, record, EdgeReason.MALFORMED_REQUEST, null);
            return;
        }
        switch (device.recheck(gate)) {
            case Admission.Admitted(AdmittedCertificate certificate) -> {
                record.certificate(certificate.label());
                route(request, device, Optional.of(certificate), record);
            }
            case Admission.Anonymous() -> route(request, device, Optional.empty(), record);
            case Admission.Refused(EdgeReason reason) -> refuse(request, record, reason, null);
        }
    }

    /// HTTP/1.1 names one host (RFC 9112 section 3.2); neither HTTP/1.0 nor HTTP/2 knows transfer codings.
    private static boolean fitsItsVersion(HttpServerRequest request) {
        int hosts = request.headers().getAll("host").size();
        return switch (request.version()) {
            case HTTP_1_1 -> hosts == 1;
            case HTTP_1_0, HTTP_2 -> hosts <= 1 && !request.headers().contains("transfer-encoding");
        };
    }

    private void route(
            HttpServerRequest request, Device device, Optional<AdmittedCertificate> user, AccessRecord record) {
        switch (context.routes().match(request.method().name(), request.uri())) {
            case RouteMatch.Matched(var route) -> {
                record.route(route.name());
                RequestBody body = new RequestBody(request, context.bodyBytes());
                new Exchange(context, new Inbound(request, body, route, user, device, record)).run();
            }
            case RouteMatch.NoRoute() -> refuse(request, record, EdgeReason.NO_ROUTE, null);
            case RouteMatch.MalformedTarget() -> refuse(request, record, EdgeReason.MALFORMED_TARGET, null);
            case RouteMatch.MethodRefused(var route, var allowed) -> {
                record.route(route.name());
                String allow = allowed.stream().sorted().collect(Collectors.joining(", "));
                refuse(request, record, EdgeReason.METHOD_REFUSED, allow);
            }
        }
    }

    /// A request that could not be read; the connection ends with the answer.
    public void handleInvalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        EdgeReason reason = switch (cause) {
            case TooLongHttpLineException _ -> EdgeReason.TARGET_TOO_LONG;
            case TooLongHttpHeaderException _ -> EdgeReason.HEADER_TOO_LARGE;
            case TooLongFrameException _ -> EdgeReason.HEADER_TOO_LARGE;
            case null, default -> EdgeReason.MALFORMED_REQUEST;
        };
        AccessRecord record = record(request, devices.of(request.connection()));
        refuse(request, record, reason, null);
    }

    private void refuse(HttpServerRequest request, AccessRecord record, EdgeReason reason, @Nullable String allow) {
        Failure failure = new Failure.Local(reason);
        record.failed(failure);
        context.answer().send(request, failure, allow);
        record.finished(request.response().getStatusCode(), 0, 0);
        context.finished(record);
    }

    private AccessRecord record(HttpServerRequest request, Optional<Device> device) {
        String uri = request.uri() == null ? "" : request.uri();
        int query = uri.indexOf('?');
        String method = request.method().name();
        String path = query < 0 ? uri : uri.substring(0, query);
        return new AccessRecord(
                method,
                path,
                request.version() == HttpVersion.HTTP_2 ? "HTTP/2" : "HTTP/1.1",
                device.map(Device::remote).orElse(""),
                context.traces().begin(method, path),
                context.nanoTime());
    }

    /// A connection that has passed its TLS handshake.
    public void connected(HttpConnection connection) {
        devices.enter(connection);
    }

    /// The edge ends: what is answered from now on tells devices to go elsewhere next. Repeated, it tells HTTP/2
    /// connections that came in meanwhile.
    void announceEnd() {
        draining = true;
        devices.announceEnd();
    }

    private void announceEnd(HttpServerRequest request) {
        if (draining) {
            request.response().putHeader("Connection", "close");
        }
    }

    private void end(HttpServerRequest request) {
        if (draining) {
            UnreadRest.hangUp(request);
        }
    }

    /// HTTP/2 connections take no more requests.
    void endStreams() {
        devices.endStreams();
    }

    /// HTTP/2 connections end with their last request.
    void closeStreamless(long withinMillis) {
        devices.closeStreamless(withinMillis);
    }

    /// Answers so many of the held Pings that all are answered in that many turns.
    void answerPings(EvenPace pace, long turnsLeft) {
        context.pings().answer(pace.next(context.pings().size(), turnsLeft));
    }

    /// Whether no connection is open.
    boolean isIdle() {
        return devices.isEmpty();
    }

    /// Revocation or trust has changed: cuts every connection that would not be let in now. How many were revoked.
    public int reviewConnections() {
        return devices.review();
    }
}
