package kcd.broker.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import kcd.broker.kdc.ControllerAddress;
import kcd.broker.refusal.Refusal;
import kcd.kerberos.name.Realm;

/** The steps of one explanation as they are taken, each timed from the end of the one before. For one thread. */
final class Steps {
    /** As ticket_broker.proto promises; no forest has that many trusts. */
    static final int MAX_STEPS = 64;

    private final LongSupplier nanoTime;
    private final List<Step> steps = new ArrayList<>();
    private long since;

    Steps(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    /** A step that asked nobody. */
    void ok(String title, String detail) {
        addUnlessFull(title, true, detail, Optional.empty(), Optional.empty(), OptionalInt.empty());
    }

    /** What was looked at without asking anybody, and is at fault. */
    void failed(String title, String detail) {
        addUnlessFull(title, false, detail, Optional.empty(), Optional.empty(), OptionalInt.empty());
    }

    void answered(String title, String detail, Realm realm, Optional<ControllerAddress> controller) {
        addUnlessFull(title, true, detail, Optional.of(realm), controller, OptionalInt.empty());
    }

    void refused(String title, String detail, Realm realm, Optional<ControllerAddress> controller, int error) {
        addUnlessFull(title, false, detail, Optional.of(realm), controller, OptionalInt.of(error));
    }

    /** Ends with a step that failed: the last one, if it did, or else one that says what was concluded from it. */
    void end(String title, Refusal refusal) {
        if (steps.isEmpty() || steps.getLast().ok()) {
            add(title, false, refusal.message(), Optional.empty(), Optional.empty(), refusal.kerberosError());
        }
    }

    List<Step> all() {
        return List.copyOf(steps);
    }

    /** Leaves room for the end. */
    private void addUnlessFull(
            String title,
            boolean ok,
            String detail,
            Optional<Realm> realm,
            Optional<ControllerAddress> controller,
            OptionalInt error) {
        if (steps.size() < MAX_STEPS - 1) {
            add(title, ok, detail, realm, controller, error);
        }
    }

    private void add(
            String title,
            boolean ok,
            String detail,
            Optional<Realm> realm,
            Optional<ControllerAddress> controller,
            OptionalInt error) {
        long now = nanoTime.getAsLong();
        steps.add(new Step(title, ok, detail, realm, controller, error, Duration.ofNanos(now - since)));
        since = now;
    }
}
