package kcd.edge.proxy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import kcd.edge.route.Route;
import kcd.edge.route.Target;

/// Remembers which server an upstream named for a certificate's user, so that only one request in a while takes the
/// detour. Shared by all event loops; bounded, and forgetful: the longest unused goes first.
public final class MailboxLocations {
    static final int MAX_ENTRIES = 50_000;

    /// A mailbox that moves back is found within this time, even if the server it left goes on answering for it.
    static final long LIFETIME_NANOS = TimeUnit.HOURS.toNanos(1);

    private final LongSupplier nanoTime;
    private final Map<Key, Location> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Location> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    public MailboxLocations(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Key(String holder, String route) {}

    private record Location(Target target, long sinceNanos) {}

    /// Where this holder's requests on a route belong, as far as that is known.
    Optional<Target> of(String holder, Route route) {
        if (route.redirects().rules().isEmpty()) {
            return Optional.empty();
        }
        synchronized (this) {
            Location location = known.get(new Key(holder, route.name()));
            if (location == null || nanoTime.getAsLong() - location.sinceNanos >= LIFETIME_NANOS) {
                return Optional.empty();
            }
            return Optional.of(location.target);
        }
    }

    synchronized void remember(String holder, Route route, Target target) {
        known.put(new Key(holder, route.name()), new Location(target, nanoTime.getAsLong()));
    }

    synchronized void forget(String holder, Route route) {
        known.remove(new Key(holder, route.name()));
    }

    synchronized int size() {
        return known.size();
    }
}
