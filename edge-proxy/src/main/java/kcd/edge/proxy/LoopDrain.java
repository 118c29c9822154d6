package kcd.edge.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;

/// One event loop's way to its end, on that loop.
///
/// ```
/// SIGTERM ─► notice:   answers say "Connection: close", GOAWAY; new connections still come in
///         ─► grace:    none come in; requests end, held Pings are answered evenly over the time
///         ─► farewell: those that came in meanwhile hear GOAWAY; then which stream was the last; then they close
///         ─► over:     no connection is left, or the time is up
/// ```
/// A connection that rests between two requests is left to the device until the end: closing it could cross the
/// device's next request, which would be lost. HTTP/2 has words for that, and they need time to arrive (RFC 9113
/// section 6.8): data that meets a closed socket is answered by a reset, and that would sweep them away.
public final class LoopDrain {
    private static final long TICK_MILLIS = 100;
    /// A round trip of a phone far away.
    private static final long FAREWELL_MILLIS = 1_000;
    /// Answered Pings come back as new handshakes elsewhere; the last ones need time to be written.
    private static final double SPREAD = 0.8;

    private final Vertx vertx;
    private final EdgeProxy proxy;
    private final Runnable shut;
    private final boolean answerPings;
    private final long noticeMillis;
    private final long graceMillis;
    private final EvenPace pace = new EvenPace();
    private final Promise<Void> over = Promise.promise();
    private long passedMillis;
    private boolean isShut;
    private Farewell farewell = Farewell.NOTHING;
    private long nextFarewellMillis;

    /// What HTTP/2 connections have been told.
    private enum Farewell {
        NOTHING,
        ASKED,
        TOLD_THE_LAST,
        CLOSED
    }

    /// @param shut lets no more connections in; may be called by every loop
    /// @param answerPings whether held Pings are answered
    public LoopDrain(
            Vertx vertx, EdgeProxy proxy, Runnable shut, Duration notice, Duration grace, boolean answerPings) {
        this.vertx = vertx;
        this.proxy = proxy;
        this.shut = shut;
        this.answerPings = answerPings;
        this.noticeMillis = notice.toMillis();
        this.graceMillis = grace.toMillis();
    }

    /// Completes when the loop may end.
    public Future<Void> run() {
        proxy.announceEnd();
        tick();
        return over.future();
    }

    private void tick() {
        if (isShut && passedMillis >= nextFarewellMillis) {
            farewell = sayNext();
            nextFarewellMillis = passedMillis + Math.min(FAREWELL_MILLIS, (graceMillis - passedMillis) / 2);
        }
        if (passedMillis >= noticeMillis) {
            // A turn before anybody is asked to go: whoever comes back at once is refused, not left in the queue.
            isShut = true;
            shut.run();
            if (answerPings) {
                long ticksLeft = ((long) (graceMillis * SPREAD) - passedMillis) / TICK_MILLIS;
                proxy.answerPings(pace, ticksLeft);
            }
        }
        if (passedMillis >= graceMillis || (isShut && proxy.isIdle())) {
            over.complete();
        } else {
            passedMillis += TICK_MILLIS;
            vertx.setTimer(TICK_MILLIS, _ -> tick());
        }
    }

    private Farewell sayNext() {
        return switch (farewell) {
            case NOTHING -> {
                proxy.announceEnd();
                yield Farewell.ASKED;
            }
            case ASKED -> {
                proxy.endStreams();
                yield Farewell.TOLD_THE_LAST;
            }
            case TOLD_THE_LAST, CLOSED -> {
                proxy.closeStreamless(Math.max(0, graceMillis - passedMillis));
                yield Farewell.CLOSED;
            }
        };
    }
}
