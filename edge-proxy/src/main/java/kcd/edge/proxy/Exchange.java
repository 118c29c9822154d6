package kcd.edge.proxy;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import kcd.edge.http.EdgeReason;
import kcd.edge.http.Failure;
import kcd.edge.route.Route;
import kcd.edge.ticket.SpnegoToken;
import kcd.edge.ticket.TicketOutcome;
import kcd.edge.ticket.TicketRequest;
import kcd.edge.tls.AdmittedCertificate;
import org.jspecify.annotations.Nullable;

/// One request's way to the upstream and its answer's way back.
///
/// ```
/// lease ─► token ─► send ─► head ─┬─ anything but 401 ─► relay ─► done
///   ▲                             └─ 401, body still kept: a new connection, a token or a renewed one
///   └─────────────────────────────────────────────┘
/// ```
/// Whatever fails before the head is answered by the edge; whatever fails after it resets the device's request,
/// so that a broken answer is never taken for a whole one.
final class Exchange {
    private static final int UNAUTHORIZED = 401;

    private final ExchangeContext context;
    private final HttpServerRequest request;
    private final Route route;
    private final Optional<AdmittedCertificate> user;
    private final OwnedUpstreams upstreams;
    private final AccessRecord record;
    private final RequestBody body;
    private @Nullable UpstreamLease lease;
    private boolean challenged;
    private boolean renewing;
    private boolean over;
    private long stepNanos;

    Exchange(
            ExchangeContext context,
            HttpServerRequest request,
            Route route,
            Optional<AdmittedCertificate> user,
            OwnedUpstreams upstreams,
            AccessRecord record) {
        this.context = context;
        this.request = request;
        this.route = route;
        this.user = user;
        this.upstreams = upstreams;
        this.record = record;
        this.body = new RequestBody(request);
    }

    void run() {
        request.exceptionHandler(_ -> deviceGone());
        request.response().exceptionHandler(_ -> deviceGone());
        request.response().closeHandler(_ -> deviceGone());
        lease();
    }

    private void lease() {
        stepNanos = context.nanoTime();
        upstreams.lease(route).onComplete(leased -> {
            if (leased.failed()) {
                fail(LeaseFailure.reasonOf(leased.cause()));
            } else if (over) {
                leased.result().giveBack();
            } else {
                record.connected(leased.result().connection().upstream().toString(), step());
                authorize(leased.result());
            }
        });
    }

    private void authorize(UpstreamLease leased) {
        lease = leased;
        if (user.isEmpty() || !context.kerberos() || !needsToken(leased.connection())) {
            send(leased, Optional.empty());
            return;
        }
        context.tickets()
                .mint(new TicketRequest(
                        user.get(), route.targetSpn(), leased.connection().binding(), renewing))
                .onSuccess(outcome -> {
                    if (over) {
                        return;
                    }
                    switch (outcome) {
                        case TicketOutcome.Minted(SpnegoToken token, String principal) -> {
                            record.minted(Optional.of(principal), step());
                            send(leased, Optional.of(token));
                        }
                        case TicketOutcome.Failed(var failure) -> {
                            record.minted(Optional.empty(), step());
                            leased.giveBack();
                            fail(new Failure.NoTicket(failure));
                        }
                    }
                });
    }

    private boolean needsToken(UpstreamConnection connection) {
        return challenged
                || switch (route.authorization()) {
                    case AUTO -> !connection.isAuthenticated();
                    case ALWAYS -> true;
                    case ON_CHALLENGE -> false;
                };
    }

    private void send(UpstreamLease leased, Optional<SpnegoToken> token) {
        leased.connection().request().onComplete(ready -> {
            if (ready.failed()) {
                leased.abandon();
                fail(EdgeReason.UPSTREAM_BROKEN);
            } else {
                send(leased, ready.result(), token);
            }
        });
    }

    private void send(UpstreamLease leased, HttpClientRequest upstream, Optional<SpnegoToken> token) {
        try {
            Heads.towardsUpstream(request, body, leased.connection().upstream(), token, context.kerberos(), upstream);
        } catch (IllegalArgumentException _) {
            // A field that HTTP/2 let through and HTTP/1.1 cannot carry, such as one with a line break in it.
            leased.abandon();
            fail(EdgeReason.MALFORMED_REQUEST);
            return;
        }
        upstream.exceptionHandler(_ -> {});
        upstream.response()
                .onSuccess(response -> receive(leased, response, token.isPresent()))
                .onFailure(_ -> {
                    leased.abandon();
                    fail(EdgeReason.UPSTREAM_BROKEN);
                });
        body.sendTo(upstream);
    }

    private void receive(UpstreamLease leased, HttpClientResponse response, boolean withToken) {
        record.answered(step());
        if (over) {
            leased.abandon();
        } else if (context.kerberos() && user.isPresent() && response.statusCode() == UNAUTHORIZED) {
            leased.abandon();
            challenge(withToken);
        } else {
            if (withToken && "true".equalsIgnoreCase(response.getHeader("Persistent-Auth"))) {
                leased.connection().authenticated();
            }
            relay(leased, response);
        }
    }

    /// The upstream wants a token, or a better one. It gets each once, on a connection of its own.
    private void challenge(boolean withToken) {
        if (renewing) {
            fail(EdgeReason.TOKEN_REFUSED);
            return;
        }
        challenged = true;
        renewing = withToken;
        body.collect(() -> {
            if (over) {
                return;
            }
            if (body.canRepeat()) {
                lease();
            } else {
                fail(EdgeReason.TOKEN_REFUSED_MIDWAY);
            }
        });
    }

    private void relay(UpstreamLease leased, HttpClientResponse upstream) {
        HttpServerResponse response = request.response();
        Heads.towardsDevice(request, upstream, context.kerberos());
        upstream.pipe().endOnFailure(false).to(response).onComplete(piped -> {
            if (over) {
                leased.abandon();
            } else if (piped.failed()) {
                leased.abandon();
                record.failed(response.closed() ? "DEVICE_GONE" : "UPSTREAM_BROKEN_MIDWAY");
                finish();
                response.reset();
            } else {
                complete(leased, upstream);
            }
        });
    }

    private void complete(UpstreamLease leased, HttpClientResponse upstream) {
        if (body.isEnded() && Heads.staysOpen(upstream)) {
            leased.giveBack();
        } else {
            leased.abandon();
        }
        finish();
        if (!body.isEnded()) {
            // Answered before the body was read: nothing more of it is wanted.
            if (request.version() == HttpVersion.HTTP_2) {
                request.response().reset(0);
            } else {
                request.connection().close();
            }
        }
    }

    private void deviceGone() {
        if (!over) {
            record.failed("DEVICE_GONE");
            UpstreamLease held = lease;
            if (held != null) {
                held.abandon();
            }
            finish();
        }
    }

    private void fail(EdgeReason reason) {
        fail(new Failure.Local(reason));
    }

    private void fail(Failure failure) {
        if (!over) {
            over = true;
            record.failed(failure);
            context.answer().send(request, failure, null);
            report();
        }
    }

    private void finish() {
        if (!over) {
            over = true;
            report();
        }
    }

    private void report() {
        HttpServerResponse response = request.response();
        record.finished(response.getStatusCode(), body.bytes(), response.bytesWritten());
        context.finished(record);
    }

    private long step() {
        long now = context.nanoTime();
        long took = now - stepNanos;
        stepNanos = now;
        return took;
    }
}
