package kcd.crl.publish;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import kcd.pki.crl.CrlSnapshot;
import kcd.pki.crl.Octets;
import kcd.pki.crl.RevocationList;
import kcd.pki.crl.SnapshotDelta;
import org.jspecify.annotations.Nullable;

/**
 * The lists in force, and the few changes that led to them, so that subscribers a little behind need no snapshot.
 * Subscribers wait here and come for what is new at their own pace; nobody's slowness costs the board anything.
 */
public final class CrlBoard {

    /** How many changes are remembered. */
    static final int MAX_HISTORY = 16;
    /** The entries of all remembered changes together: 20 MB or so at the most. */
    static final long MAX_HISTORY_ENTRIES = 1_000_000;

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Step> history = new ArrayDeque<>();

    private final List<Consumer<CrlSnapshot>> listeners = new CopyOnWriteArrayList<>();

    private volatile @Nullable Publication current;

    /**
     * A snapshot in force.
     *
     * @param at when it was put in force
     */
    record Publication(CrlSnapshot snapshot, Instant at) {}

    /**
     * A change, and the digest of the state that it starts from: a version number alone names no state.
     *
     * @param at when its result was put in force
     */
    record Step(Octets fromDigest, SnapshotDelta delta, Instant at) {}

    public CrlBoard(Clock clock) {
        this.clock = clock;
    }

    /** The lists in force; empty until the first publication. */
    public Optional<CrlSnapshot> current() {
        return latest().map(Publication::snapshot);
    }

    /** The same, and since when. */
    Optional<Publication> latest() {
        return Optional.ofNullable(current);
    }

    /** Tells a listener of every publication from now on, in the publishing thread. */
    public void onPublish(Consumer<CrlSnapshot> listener) {
        listeners.add(listener);
    }

    /** Puts lists in force. False, and nothing done, if they are those in force already. */
    public boolean publish(Collection<RevocationList> lists) {
        lock.lock();
        try {
            Instant now = clock.instant();
            CrlSnapshot before = current().orElse(null);
            long version = before == null ? now.toEpochMilli() : Math.max(before.version() + 1, now.toEpochMilli());
            CrlSnapshot next = CrlSnapshot.of(version, lists);
            if (before != null) {
                SnapshotDelta delta = SnapshotDelta.between(before, next);
                if (delta.lists().isEmpty()) {
                    return false;
                }
                remember(new Step(before.digest(), delta, now));
            }
            current = new Publication(next, now);
            changed.signalAll();
            listeners.forEach(listener -> listener.accept(next));
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void remember(Step step) {
        history.addLast(step);
        while (history.size() > MAX_HISTORY
                || history.stream().mapToLong(past -> past.delta().entries()).sum() > MAX_HISTORY_ENTRIES) {
            history.removeFirst();
        }
    }

    /** The changes from this state to the one in force: none if it is in force, empty if the way is not known any more. */
    Optional<List<Step>> changesSince(long version, Octets digest) {
        lock.lock();
        try {
            CrlSnapshot now = current().orElse(null);
            if (now != null && now.version() == version && now.digest().equals(digest)) {
                return Optional.of(List.of());
            }
            List<Step> changes = new ArrayList<>();
            for (Step step : history) {
                boolean first = step.delta().fromVersion() == version
                        && step.fromDigest().equals(digest);
                if (first || !changes.isEmpty()) {
                    changes.add(step);
                }
            }
            return changes.isEmpty() ? Optional.empty() : Optional.of(changes);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until another version than this is in force. False if none was in that time. */
    boolean awaitOther(long version, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (left > 0 && !isOtherInForce(version)) {
                left = changed.awaitNanos(left);
            }
            return isOtherInForce(version);
        } finally {
            lock.unlock();
        }
    }

    private boolean isOtherInForce(long version) {
        return current().filter(snapshot -> snapshot.version() != version).isPresent();
    }
}
