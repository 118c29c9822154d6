package kcd.edge.proxy;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
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
    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "OPTIONS", "DELETE", "PROPFIND");

    private Heads() {}

    static void towardsUpstream(
            Inbound inbound,
            String requestTarget,
            Upstream upstream,
            Optional<SpnegoToken> token,
            String traceparent,
            boolean kerberos,
            HttpClientRequest out) {
        HttpServerRequest request = inbound.request();
        RequestBody body = inbound.body();
        out.setMethod(HttpMethod.valueOf(request.method().name()));
        out.setURI(requestTarget);
        for (HeaderField field : HeaderRules.towardsUpstream(request.headers(), kerberos)) {
            out.headers().add(field.name(), field.value());
        }
        out.putHeader("Host", upstream.authority());
        out.putHeader(Traces.FIELD, traceparent);
        token.ifPresent(t -> out.putHeader("Authorization", t.authorization()));
        String length = request.getHeader("Content-Length");
        boolean noBody = body.isEnded() && body.isEmptySoFar();
        if (length != null) {
            out.putHeader("Content-Length", length);
        } else if (!noBody && (!BODILESS.contains(request.method().name()) || !body.isEmptySoFar())) {
            out.setChunked(true);
        }
    }

    static void towardsDevice(
            HttpServerRequest request, HttpClientResponse upstream, Optional<Redirect> redirect, boolean kerberos) {
        HttpServerResponse out = request.response();
        out.setStatusCode(upstream.statusCode()).setStatusMessage(upstream.statusMessage());
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

    /// Whether the upstream keeps the connection for another request.
    static boolean staysOpen(HttpClientResponse upstream) {
        String connection = upstream.getHeader("Connection");
        return upstream.version() == HttpVersion.HTTP_1_1
                && (connection == null || !connection.toLowerCase(Locale.ROOT).contains("close"));
    }

    private static boolean mayHaveBody(HttpServerRequest request, HttpClientResponse upstream) {
        int status = upstream.statusCode();
        return !request.method().equals(HttpMethod.HEAD) && status != 204 && status != 304;
    }
}
