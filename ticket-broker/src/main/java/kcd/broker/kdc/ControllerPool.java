package kcd.broker.kdc;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The domain controllers of one realm, and which to ask first: the quickest of late, then the others, then those in
 * quarantine, which are still better than nothing.
 *
 * <p>A controller enters quarantine when it does not answer and leaves it when it answers a probe, or as a last resort.
 * To accept a connection is not enough: that is all a hung one does.
 */
final class ControllerPool {
    private static final Duration MIN_HEDGE = Duration.ofMillis(30);
    private static final Duration MAX_HEDGE = Duration.ofSeconds(1);
    private static final Duration HEDGE_BEFORE_ANY_SAMPLE = Duration.ofMillis(500);

    private final LongSupplier nanoClock;
    private List<Controller> controllers;

    /**
     * @param candidates in the order that decides between equals
     * @param nanoClock as {@link System#nanoTime}
     */
    ControllerPool(List<Candidate> candidates, LongSupplier nanoClock) {
        this.controllers = candidates.stream().map(Controller::fresh).toList();
        this.nanoClock = nanoClock;
    }

    /**
     * Takes over a new list; what is known of a controller that stays is kept.
     *
     * @return whether it names others than the old one
     */
    synchronized boolean replace(List<Candidate> candidates) {
        Map<ControllerAddress, Controller> known =
                controllers.stream().collect(Collectors.toMap(Controller::address, Function.identity()));
        controllers = candidates.stream()
                .map(candidate -> {
                    Controller old = known.get(candidate.address());
                    return old == null ? Controller.fresh(candidate) : old.inTier(candidate.tier());
                })
                .toList();
        return !known.keySet()
                .equals(controllers.stream().map(Controller::address).collect(Collectors.toSet()));
    }

    synchronized boolean isEmpty() {
        return controllers.isEmpty();
    }

    synchronized List<ControllerAddress> inOrder() {
        long now = nanoClock.getAsLong();
        return controllers.stream()
                .sorted(Comparator.comparing(Controller::quarantined)
                        .thenComparingInt(Controller::tier)
                        .thenComparingDouble(c -> c.score().rank(now)))
                .map(Controller::address)
                .toList();
    }

    /** How long the first controller may take before a second one is asked the same. */
    synchronized Duration hedgeAfter(ControllerAddress first) {
        ControllerScore score = controllers.stream()
                .filter(c -> c.address().equals(first))
                .findFirst()
                .map(Controller::score)
                .orElse(ControllerScore.UNKNOWN);
        if (!score.known()) {
            return HEDGE_BEFORE_ANY_SAMPLE;
        }
        Duration late = score.unusuallyLate();
        return late.compareTo(MIN_HEDGE) < 0 ? MIN_HEDGE : late.compareTo(MAX_HEDGE) > 0 ? MAX_HEDGE : late;
    }

    /** Those whose quarantine is over; each is named once until its probe has ended. */
    synchronized List<ControllerAddress> probesDue() {
        long now = nanoClock.getAsLong();
        List<ControllerAddress> due = controllers.stream()
                .filter(c -> c.probeDue(now))
                .map(Controller::address)
                .toList();
        due.forEach(address -> update(address, c -> c.probed(now)));
        return due;
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

    synchronized void probeFailed(ControllerAddress address) {
        update(address, c -> c.quarantinedAnew(nanoClock.getAsLong()));
    }

    synchronized void revived(ControllerAddress address) {
        update(address, Controller::revived);
    }

    private void update(ControllerAddress address, UnaryOperator<Controller> change) {
        controllers = controllers.stream()
                .map(c -> c.address().equals(address) ? change.apply(c) : c)
                .toList();
    }
}
