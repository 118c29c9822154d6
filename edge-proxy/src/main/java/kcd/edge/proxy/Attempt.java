package kcd.edge.proxy;

import com.google.protobuf.ByteString;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.util.Optional;
import kcd.edge.failure.Failure;
import kcd.edge.http.EdgeReason;
import kcd.edge.http.NegotiateReply;
import kcd.edge.route.Target;
import kcd.edge.ticket.ReplyHandle;
import kcd.edge.ticket.SpnegoToken;
import kcd.edge.trace.RequestTrace;
import org.jspecify.annotations.Nullable;

/// One try to have a request answered: an upstream connection of the device's own, a token if it takes one, the
/// request, the head of the answer.
///
/// ```
/// lease ─► token ─► send ─► head ─► Answered
///   └────────┴────────┴───────────► Failed
/// ```
final class Attempt {
    private static final int UNAUTHORIZED = 401;

    private final ExchangeContext context;
    private final Inbound inbound;
    private final Target target;
    private final String requestTarget;
    private final TokenNeed need;
    private final Optional<ByteString> rejection;
    private final Promise<Outcome> outcome = Promise.promise();
    private Optional<ReplyHandle> awaitedProof = Optional.empty();
    private boolean proofIsOwed;
    private @Nullable UpstreamLease lease;
    private boolean cancelled;
    private long stepNanos;

    /// @param rejection what the upstream refused the last token with
    Attempt(
            ExchangeContext context,
            Inbound inbound,
            Target target,
            String requestTarget,
            TokenNeed need,
            Optional<ByteString> rejection) {
        this.context = context;
        this.inbound = inbound;
        this.target = target;
        this.requestTarget = requestTarget;
        this.need = need;
        this.rejection = rejection;
    }

    /// The future never fails, and never completes once cancelled.
    Future<Outcome> run() {
        stepNanos = context.nanoTime();
        inbound.device().upstreams().lease(inbound.route(), target).onComplete(caught(this::leased));
        return outcome.future();
    }

    private void leased(AsyncResult<UpstreamLease> leased) {
        if (leased.failed()) {
            fail(LeaseFailure.reasonOf(leased.cause()), false);
        } else if (cancelled) {
            leased.result().giveBack();
        } else {
            UpstreamLease held = leased.result();
            lease = held;
            inbound.record().connected(held.connection().upstream().toString(), step());
            authorize(held);
        }
    }

    private <T> Handler<T> caught(Handler<T> callback) {
        return Surprise.caught(callback, this::surprised);
    }

    private void surprised() {
        if (lease != null) {
            lease.abandon();
        }
        fail(EdgeReason.INTERNAL, false);
    }

    Target target() {
        return target;
    }

    TokenNeed need() {
        return need;
    }

    /// The device is gone: the upstream connection goes with what it was asked.
    void cancel() {
        cancelled = true;
        if (lease != null) {
            lease.abandon();
        }
    }

    private void authorize(UpstreamLease held) {
        new Authorization(context, inbound, target, need, rejection)
                .find(held.connection(), found -> authorized(held, found), this::surprised);
    }

    private void authorized(UpstreamLease held, Authorization.Found found) {
        if (cancelled) {
            return;
        }
        switch (found) {
            case Authorization.Found.Nothing _ -> send(held, Optional.empty(), Optional.empty());
            case Authorization.Found.Token(var token, var principal, var reply) -> {
                proofIsOwed = inbound.route().mutualAuthentication();
                awaitedProof = reply;
                inbound.record().minted(Optional.of(principal), step());
                send(held, Optional.of(token), Optional.of(principal));
            }
            case Authorization.Found.Refused(var failure) -> {
                inbound.record().minted(Optional.empty(), step());
                held.giveBack();
                outcome.complete(new Outcome.Failed(new Failure.NoTicket(failure), false));
            }
        }
    }

    private void send(UpstreamLease held, Optional<SpnegoToken> token, Optional<String> principal) {
        if (!context.guard().allows(inbound.device(), held, principal)) {
            held.abandon();
            fail(EdgeReason.MIX_UP_PREVENTED, false);
            return;
        }
        if (!held.connection().isOpen()) {
            broken(held);
            return;
        }
        RequestTrace.Step sending =
                inbound.record().trace().upstream(held.connection().upstream());
        HttpRequest head;
        try {
            head = Heads.towardsUpstream(
                    inbound,
                    requestTarget,
                    held.connection().upstream(),
                    token,
                    sending.traceparent(),
                    context.kerberos());
        } catch (IllegalArgumentException _) {
            // A field that HTTP/2 let through and HTTP/1.1 cannot carry, such as one with a line break in it.
            sending.ended(Optional.of(EdgeReason.MALFORMED_REQUEST.name()));
            held.abandon();
            fail(EdgeReason.MALFORMED_REQUEST, false);
            return;
        }
        UpstreamExchange exchange = held.connection()
                .send(
                        head,
                        answer -> Surprise.run(
                                () -> {
                                    sending.ended(Optional.empty());
                                    answered(held, answer, token.isPresent());
                                },
                                this::surprised),
                        () -> {
                            sending.ended(Optional.of(EdgeReason.UPSTREAM_BROKEN.name()));
                            broken(held);
                        });
        inbound.body().sendTo(exchange);
    }

    private void answered(UpstreamLease held, UpstreamExchange answer, boolean withToken) {
        inbound.record().answered(step());
        if (cancelled) {
            held.abandon();
        } else if (proofIsOwed && answer.head().status() != UNAUTHORIZED) {
            awaitedProof
                    .map(handle -> context.tickets()
                            .verify(handle, NegotiateReply.in(answer.head().headers())))
                    .orElse(Future.succeededFuture(false))
                    .onSuccess(caught(proven -> judged(held, new Outcome.Answered(held, answer, withToken), proven)));
        } else {
            outcome.complete(new Outcome.Answered(held, answer, withToken));
        }
    }

    private void judged(UpstreamLease held, Outcome.Answered answered, boolean proven) {
        if (cancelled) {
            held.abandon();
        } else if (proven) {
            held.connection().proven();
            outcome.complete(answered);
        } else {
            held.abandon();
            fail(EdgeReason.UPSTREAM_UNPROVEN, false);
        }
    }

    private void broken(UpstreamLease held) {
        held.abandon();
        fail(EdgeReason.UPSTREAM_BROKEN, held.isReused());
    }

    private void fail(EdgeReason reason, boolean stale) {
        if (!cancelled) {
            outcome.tryComplete(new Outcome.Failed(new Failure.Local(reason), stale));
        }
    }

    private long step() {
        long now = context.nanoTime();
        long took = now - stepNanos;
        stepNanos = now;
        return took;
    }
}
