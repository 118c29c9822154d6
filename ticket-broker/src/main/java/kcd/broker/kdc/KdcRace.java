package kcd.broker.kdc;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import kcd.broker.kdc.KdcExchanges.Result;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.exchange.KdcUnreachableException;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.KrbError;
import kcd.kerberos.wire.MalformedMessageException;
import org.jspecify.annotations.Nullable;

/**
 * One question to the controllers of one realm, under one deadline: the next controller starts when those before it
 * failed, or when the one before is unusually late; the first answer ends the race. Only "ask elsewhere" is no answer:
 * KDC_ERR_SVC_UNAVAILABLE and KRB_ERR_RESPONSE_TOO_BIG, which judge nothing that was asked.
 *
 * <p>Only TGS requests are asked of two controllers at once. An AS request carries proof of the service account's key,
 * and if that is wrong, each controller it reaches adds to the lock-out count.
 */
final class KdcRace {
    private static final int TGS_REQ = 0x6C;
    private static final int KRB_ERROR = 0x7E;
    private static final Set<Integer> ELSEWHERE = Set.of(ErrorCode.SVC_UNAVAILABLE, ErrorCode.RESPONSE_TOO_BIG);

    private final Realm realm;
    private final ControllerPool pool;
    private final TcpExchange exchange;
    private final KdcTimeouts timeouts;
    private final long deadline;
    private final KdcExchanges exchanges;
    private final BlockingQueue<Finish> finishes = new LinkedBlockingQueue<>();
    private final List<Runner> running = new ArrayList<>();
    private final List<String> causes = new ArrayList<>();

    /** @param deadline reading of {@link System#nanoTime} at which the whole race ends */
    KdcRace(
            Realm realm,
            ControllerPool pool,
            TcpExchange exchange,
            KdcTimeouts timeouts,
            long deadline,
            KdcExchanges exchanges) {
        this.realm = realm;
        this.pool = pool;
        this.exchange = exchange;
        this.timeouts = timeouts;
        this.deadline = deadline;
        this.exchanges = exchanges;
    }

    byte[] run(byte[] request) throws KdcUnreachableException {
        try {
            return race(request);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            causes.add("the wait was interrupted");
            throw unreachable();
        } finally {
            running.forEach(runner -> runner.thread.interrupt());
        }
    }

    private byte[] race(byte[] request) throws InterruptedException, KdcUnreachableException {
        boolean hedged = request.length > 0 && Byte.toUnsignedInt(request[0]) == TGS_REQ;
        List<ControllerAddress> order = pool.inOrder();
        int next = 0;
        while (true) {
            if (running.isEmpty() && next == order.size()) {
                throw unreachable();
            }
            boolean mayStartAnother = next < order.size() && (running.isEmpty() || hedged);
            if (mayStartAnother) {
                start(order.get(next++), request);
            }
            boolean another = next < order.size() && hedged;
            Finish finish = next(another ? pool.hedgeAfter(running.getLast().address) : timeouts.total());
            if (finish == null) {
                if (System.nanoTime() - deadline >= 0) {
                    throw outOfTime();
                }
            } else if (finish.reply != null) {
                won(finish.runner);
                return finish.reply;
            } else {
                lost(finish);
            }
        }
    }

    private @Nullable Finish next(Duration atMost) throws InterruptedException {
        long left = Math.min(deadline - System.nanoTime(), atMost.toNanos());
        return finishes.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
    }

    private void start(ControllerAddress address, byte[] request) {
        var runner = new Runner(address, request);
        running.add(runner);
        runner.thread.start();
    }

    private void won(Runner winner) {
        running.remove(winner);
        pool.answered(winner.address, winner.elapsed());
        exchanges.finished(realm, winner.address, Result.ANSWERED, winner.elapsed());
        for (Runner overtaken : running) {
            pool.overtaken(overtaken.address, overtaken.elapsed());
            exchanges.finished(realm, overtaken.address, Result.OVERTAKEN, overtaken.elapsed());
        }
    }

    private void lost(Finish finish) {
        running.remove(finish.runner);
        failed(finish.runner, finish.cause);
    }

    private KdcUnreachableException outOfTime() {
        running.forEach(runner -> failed(runner, "no answer within " + timeouts.total()));
        return unreachable();
    }

    private KdcUnreachableException unreachable() {
        return new KdcUnreachableException(
                realm, true, "no domain controller of " + realm + " answered: " + String.join("; ", causes));
    }

    private void failed(Runner runner, String cause) {
        causes.add(runner.address + ": " + cause);
        pool.failed(runner.address);
        exchanges.finished(realm, runner.address, Result.FAILED, runner.elapsed());
    }

    /** How one controller's part of the race ended; without a reply there is a cause. */
    private static final class Finish {
        final Runner runner;
        final byte @Nullable [] reply;
        final String cause;

        Finish(Runner runner, byte @Nullable [] reply, String cause) {
            this.runner = runner;
            this.reply = reply;
            this.cause = cause;
        }
    }

    private final class Runner {
        final ControllerAddress address;
        final Thread thread;
        private final long startedAt = System.nanoTime();

        Runner(ControllerAddress address, byte[] request) {
            this.address = address;
            this.thread = Thread.ofVirtual().name("kdc-" + address).unstarted(() -> finishes.add(ask(request)));
        }

        Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - startedAt);
        }

        private Finish ask(byte[] request) {
            try {
                byte[] reply = exchange.ask(address, request);
                return elsewhere(reply)
                        .map(why -> new Finish(this, null, why))
                        .orElseGet(() -> new Finish(this, reply, ""));
            } catch (IOException | RuntimeException failure) {
                return new Finish(this, null, describe(failure));
            }
        }

        private static Optional<String> elsewhere(byte[] reply) {
            if (Byte.toUnsignedInt(reply[0]) != KRB_ERROR) {
                return Optional.empty();
            }
            try {
                return Optional.of(KrbError.decode(Octets.of(reply)).errorCode())
                        .filter(ELSEWHERE::contains)
                        .map(ErrorCode::describe);
            } catch (MalformedMessageException _) {
                return Optional.empty(); // an answer nonetheless; the engine says what is wrong with it
            }
        }

        private static String describe(Exception failure) {
            String message = failure.getMessage();
            return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
        }
    }
}
