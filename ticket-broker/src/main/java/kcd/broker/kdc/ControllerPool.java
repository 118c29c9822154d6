package kcd.broker.kdc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * The domain controllers of one realm, and which to ask first: the quickest of late, then the others, then those in
 * quarantine, which are still better than nothing.
 *
 * <p>A controller enters quarantine when it does not answer and leaves it when a probe gets a connection, or when it
 * answers as a last resort.
 */
final class ControllerPool {
    private static final Duration MIN_HEDGE = Duration.ofMillis(30);
    private static final Duration MAX_HEDGE = Duration.ofSeconds(1);
    private static final Duration HEDGE_BEFORE_ANY_SAMPLE = Duration.ofMillis(500);

    private final List<Controller> controllers;
    private final LongSupplier nanoClock;

    /**
     * @param addresses in the administrator's order, which decides between equals
     * @param nanoClock as {@link System#nanoTime}
     */
    ControllerPool(List<ControllerAddress> addresses, LongSupplier nanoClock) {
        this.controllers =
                new ArrayList<>(addresses.stream().map(Controller::fresh).toList());
        this.nanoClock = nanoClock;
    }

    synchronized List<ControllerAddress> inOrder() {
        long now = nanoClock.getAsLong();
        return controllers.stream()
                .sorted(Comparator.comparing(Controller::quarantined)
                        .thenComparingDouble(c -> c.score().rank(now)))
                .map(Controller::address)
                .toList();
    }

    /** How long the first controller may take before a second one is asked the same. */
    synchronized Duration hedgeAfter(ControllerAddress first) {
        ControllerScore score = find(first).score();
        if (!score.known()) {
            return HEDGE_BEFORE_ANY_SAMPLE;
        }
        Duration late = score.unusuallyLate();
        return late.compareTo(MIN_HEDGE) < 0 ? MIN_HEDGE : late.compareTo(MAX_HEDGE) > 0 ? MAX_HEDGE : late;
    }

    synchronized List<ControllerAddress> probesDue() {
        long now = nanoClock.getAsLong();
        return controllers.stream()
                .filter(c -> c.probeDue(now))
                .map(Controller::address)
                .toList();
    }

    synchronized void answered(ControllerAddress address, Duration latency) {
        update(address, c -> c.answered(latency, nanoClock.getAsLong()));
    }

    synchronized void overtaken(ControllerAddress address, Duration waited) {
        update(address, c -> c.overtaken(waited, nanoClock.getAsLong()));
    }

    synchronized void failed(ControllerAddress address) {
        update(address, c -> c.failed(nanoClock.getAsLong()));
    }

    synchronized void revived(ControllerAddress address) {
        update(address, Controller::revived);
    }

    private Controller find(ControllerAddress address) {
        return controllers.stream()
                .filter(c -> c.address().equals(address))
                .findFirst()
                .orElseThrow();
    }

    private void update(ControllerAddress address, UnaryOperator<Controller> change) {
        controllers.replaceAll(c -> c.address().equals(address) ? change.apply(c) : c);
    }
}
