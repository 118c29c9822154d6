package kcd.edge.proxy;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpUtils;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import io.vertx.core.net.HostAndPort;
import java.util.Optional;
import java.util.Set;
import kcd.edge.http.HeaderField;
import kcd.edge.http.HeaderRules;
import kcd.edge.route.Redirect;
import kcd.edge.route.Upstream;
import kcd.edge.ticket.SpnegoToken;
import kcd.edge.trace.Traces;

/// Writes the heads of the request that goes on and of the answer that goes back, framing included (RFC 9112 section
/// 6).
final class Heads {
    private static final AsciiString AUTHORIZATION = AsciiString.cached("Authorization");
    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "OPTIONS", "DELETE", "PROPFIND");

    private Heads() {}

    static HttpRequest towardsUpstream(
            Inbound inbound,
            String requestTarget,
            Upstream upstream,
            Optional<SpnegoToken> token,
            String traceparent,
            boolean kerberos) {
        HttpServerRequest request = inbound.request();
        RequestBody body = inbound.body();
        HeadersMultiMap headers = new HeadersMultiMap(Heads::check);
        for (HeaderField field : HeaderRules.towardsUpstream(request.headers(), kerberos)) {
            headers.add(field.name(), field.value());
        }
        headers.set("Host", upstream.authority());
        headers.set(Traces.FIELD, traceparent);
        token.ifPresent(t -> headers.set(AUTHORIZATION, t.authorization()));
        String method = request.method().name();
        String length = request.getHeader("Content-Length");
        boolean noBody = body.isEnded() && body.isEmptySoFar();
        if (length != null) {
            headers.set("Content-Length", length);
        } else if (noBody && !BODILESS.contains(method)) {
            headers.set("Content-Length", "0");
        } else if (!noBody && (!BODILESS.contains(method) || !body.isEmptySoFar())) {
            headers.set("Transfer-Encoding", "chunked");
        }
        return new DefaultHttpRequest(
                io.netty.handler.codec.http.HttpVersion.HTTP_1_1,
                io.netty.handler.codec.http.HttpMethod.valueOf(method),
                requestTarget,
                headers);
    }

    /// Since HTTP/2 lets through what HTTP/1.1 cannot carry. Only what we have made ourselves is no String.
    private static void check(CharSequence name, CharSequence value) {
        if (value instanceof String) {
            HttpUtils.validateHeader(name, value);
        }
    }

    static void towardsDevice(
            HttpServerRequest request, AnswerHead upstream, Optional<Redirect> redirect, boolean kerberos) {
        HttpServerResponse out = request.response();
        out.setStatusCode(upstream.status());
        if (!upstream.reason().equals(out.getStatusMessage())) {
            out.setStatusMessage(upstream.reason());
        }
        for (HeaderField field : HeaderRules.towardsDevice(upstream.headers(), kerberos)) {
            out.headers().add(field.name(), field.value());
        }
        redirect.ifPresent(r -> showAsOurs(request, r));
        if (!out.headers().contains("Content-Length") && mayHaveBody(request, upstream)) {
            out.setChunked(true);
        }
    }

    /// The name this device calls us by, in place of a server's that it cannot reach.
    private static void showAsOurs(HttpServerRequest request, Redirect redirect) {
        HostAndPort own = request.authority();
        if (own == null) {
            request.response().headers().remove(redirect.field());
        } else {
            request.response().putHeader(redirect.field(), redirect.valueAt(own.toString()));
        }
    }

    private static boolean mayHaveBody(HttpServerRequest request, AnswerHead upstream) {
        int status = upstream.status();
        return !request.method().equals(HttpMethod.HEAD) && status != 204 && status != 304;
    }
}
