package kcd.edge.proxy;

import com.google.protobuf.ByteString;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.Set;
import kcd.edge.failure.Failure;
import kcd.edge.http.EdgeReason;
import kcd.edge.http.NegotiateReply;
import kcd.edge.http.PingAnswer;
import kcd.edge.http.PingCommand;
import kcd.edge.route.Redirect;
import kcd.edge.route.Route;
import kcd.edge.route.RouteMatch;
import kcd.edge.route.Target;
import org.jspecify.annotations.Nullable;

/// One request's way to the upstream and its answer's way back: as many tries as it takes, within bounds.
///
/// ```
/// attempt ─► head ─┬─ 401 ────────────────────────► again with a token, or with a renewed one; then 503
///    ▲             ├─ 451, 30x to a listed host ──► again there, for that host's service
///    │             └─ anything else ──────────────► relay ─► done
///    └──────────────── while the body is still kept
/// ```
/// Whatever fails before the head is answered by the edge; what fails after it is the [Relay]'s.
final class Exchange {
    /// Two moves of a mailbox one after the other are none; more are a circle.
    static final int MAX_REDIRECTS = 2;

    private static final int UNAUTHORIZED = 401;
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT", "SEARCH");

    private final ExchangeContext context;
    private final Inbound inbound;
    private final RequestBody body;
    private final boolean ping;
    private @Nullable Attempt current;
    private int redirects;
    private boolean triedStale;
    private boolean over;

    Exchange(ExchangeContext context, Inbound inbound) {
        this.context = context;
        this.inbound = inbound;
        this.body = inbound.body();
        this.ping = PingCommand.isIn(
                inbound.request().method().name(), inbound.request().uri());
    }

    void run() {
        Surprise.run(this::begin, this::surprised);
    }

    private void begin() {
        inbound.device().begins(this);
        if (ping) {
            context.pings().add(this);
            context.events().pingHeld();
        }
        inbound.request().exceptionHandler(_ -> deviceGone());
        inbound.request().response().exceptionHandler(_ -> deviceGone());
        inbound.request().response().closeHandler(_ -> deviceGone());
        body.whenTooLong(this::tooLong);
        if (body.isTooLong()) {
            fail(new Failure.Local(EdgeReason.BODY_TOO_LARGE));
            return;
        }
        Target known = context.locations()
                .of(inbound.device().holder(), inbound.route())
                .orElse(inbound.route().home());
        attempt(known, inbound.request().uri(), TokenNeed.BY_MODE, Optional.empty());
    }

    private void attempt(Target target, String requestTarget, TokenNeed need, Optional<ByteString> rejection) {
        Attempt attempt = new Attempt(context, inbound, target, requestTarget, need, rejection);
        current = attempt;
        attempt.run().onSuccess(Surprise.caught(outcome -> ended(attempt, requestTarget, outcome), this::surprised));
    }

    private void ended(Attempt attempt, String requestTarget, Outcome outcome) {
        if (over) {
            return;
        }
        switch (outcome) {
            case Outcome.Answered answered -> receive(attempt, requestTarget, answered);
            case Outcome.Failed failed -> failed(attempt, requestTarget, failed);
        }
    }

    private void receive(Attempt attempt, String requestTarget, Outcome.Answered answered) {
        int status = answered.head().status();
        if (context.kerberos() && inbound.user().isPresent() && status == UNAUTHORIZED) {
            answered.lease().abandon();
            challenged(attempt, requestTarget, answered);
            return;
        }
        if (answered.withToken() && "true".equalsIgnoreCase(answered.head().header("Persistent-Auth"))) {
            answered.lease().connection().authenticated();
        }
        Optional<Redirect> redirect = Redirect.in(status, answered.head().headers(), requestTarget);
        Optional<Target> elsewhere = redirect.flatMap(this::allowed);
        if (elsewhere.isPresent() && !elsewhere.get().equals(attempt.target()) && redirects < MAX_REDIRECTS) {
            answered.lease().abandon();
            moved(elsewhere.get(), redirect.get());
        } else {
            new Relay(inbound, context.kerberos(), () -> over, this::finish)
                    .run(answered.lease(), answered.exchange(), redirect);
        }
    }

    private Optional<Target> allowed(Redirect redirect) {
        return redirect.repeats() && staysOnRoute(redirect)
                ? inbound.route().redirects().target(redirect.to())
                : Optional.empty();
    }

    /// Whether an administrator meant requests like this one to be followed there: where the device itself would get by
    /// the same rules.
    private boolean staysOnRoute(Redirect redirect) {
        String method = inbound.request().method().name();
        return context.routes().match(method, redirect.requestTarget()) instanceof RouteMatch.Matched(Route route)
                && route.equals(inbound.route());
    }

    /// The upstream wants a token, or a better one. It gets each once, on a connection of its own.
    private void challenged(Attempt attempt, String requestTarget, Outcome.Answered answered) {
        if (attempt.need() == TokenNeed.RENEWED) {
            context.locations().forget(inbound.device().holder(), inbound.route());
            fail(new Failure.Local(EdgeReason.TOKEN_REFUSED));
            return;
        }
        TokenNeed next = answered.withToken() ? TokenNeed.RENEWED : TokenNeed.CHALLENGED;
        Optional<ByteString> rejection = NegotiateReply.in(answered.head().headers());
        again(EdgeReason.TOKEN_REFUSED_MIDWAY, () -> attempt(attempt.target(), requestTarget, next, rejection));
    }

    /// The user's mailbox is on another server. Remembered, so that the next request goes there at once.
    private void moved(Target there, Redirect redirect) {
        redirects++;
        inbound.record().redirected();
        context.locations().remember(inbound.device().holder(), inbound.route(), there);
        again(
                EdgeReason.MOVED_MIDWAY,
                () -> attempt(there, redirect.requestTarget(), TokenNeed.BY_MODE, Optional.empty()));
    }

    private void failed(Attempt attempt, String requestTarget, Outcome.Failed failed) {
        if (failed.stale() && !triedStale && isSafe()) {
            triedStale = true;
            again(
                    EdgeReason.UPSTREAM_BROKEN,
                    () -> attempt(attempt.target(), requestTarget, attempt.need(), Optional.empty()));
            return;
        }
        // Where the mailbox was last seen may be what is wrong; the route's own servers know.
        context.locations().forget(inbound.device().holder(), inbound.route());
        fail(failed.failure());
    }

    /// Sending twice must not mean acting twice. RFC 9110 section 9.2.2.
    private boolean isSafe() {
        return SAFE.contains(inbound.request().method().name());
    }

    /// Tries once more when the whole body is here, and gives up if it is too long to be kept.
    private void again(EdgeReason otherwise, Runnable next) {
        body.collect(() -> Surprise.run(() -> tryAgain(otherwise, next), this::surprised));
    }

    private void tryAgain(EdgeReason otherwise, Runnable next) {
        if (over) {
            return;
        }
        if (body.canRepeat()) {
            next.run();
        } else {
            fail(new Failure.Local(otherwise));
        }
    }

    /// A chunked body that went past the limit: the upstream sees it break off and never end.
    private void tooLong() {
        if (current != null) {
            current.cancel();
        }
        fail(new Failure.Local(EdgeReason.BODY_TOO_LARGE));
    }

    /// The device is not let in any more, in the middle of its request.
    void cut(EdgeReason reason) {
        fail(new Failure.Local(reason));
        if (current != null) {
            current.cancel();
        }
    }

    /// What the upstream was asked, if it was, is of no use any more.
    private void surprised() {
        cut(EdgeReason.INTERNAL);
    }

    private void deviceGone() {
        if (!over) {
            inbound.record().failed("DEVICE_GONE");
            if (current != null) {
                current.cancel();
            }
            finish();
        }
    }

    /// For a Ping when the edge ends: the device asks again elsewhere. One whose answer has begun takes its course.
    void answerNoChanges() {
        HttpServerResponse response = inbound.request().response();
        if (over || response.headWritten() || !body.isEnded()) {
            return;
        }
        over = true;
        if (current != null) {
            current.cancel();
        }
        inbound.record().failed("DRAINED");
        PingAnswer.send(response);
        report();
    }

    private void fail(Failure failure) {
        if (!over) {
            over = true;
            inbound.record().failed(failure);
            context.answer().send(inbound.request(), failure, null);
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
        inbound.device().ends(this);
        HttpServerResponse response = inbound.request().response();
        inbound.record().finished(response.getStatusCode(), body.bytes(), response.bytesWritten());
        if (ping) {
            context.pings().remove(this);
            context.events().pingEnded();
        }
        context.finished(inbound.record());
    }
}
