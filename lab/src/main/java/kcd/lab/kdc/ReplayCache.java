package kcd.lab.kdc;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import kcd.kerberos.name.Principal;

/// Remembers authenticators for as long as they could pass the clock check. RFC 4120 section 3.2.3.
final class ReplayCache {

    static final int MAX_ENTRIES = 100_000;

    private final Clock clock;
    private final Map<Seen, Instant> entries = new LinkedHashMap<>();

    private record Seen(Principal client, Instant time, int microseconds) {}

    ReplayCache(Clock clock) {
        this.clock = clock;
    }

    /// Whether this authenticator is new; from now on it is not.
    synchronized boolean isNew(Principal client, Instant time, int microseconds) {
        Instant forgotten = clock.instant().minus(AsExchange.MAX_SKEW.multipliedBy(2));
        // Insertion order is arrival order, so the old ones come first.
        var oldest = entries.values().iterator();
        while (oldest.hasNext() && (oldest.next().isBefore(forgotten) || entries.size() >= MAX_ENTRIES)) {
            oldest.remove();
        }
        return entries.putIfAbsent(new Seen(client, time, microseconds), clock.instant()) == null;
    }
}
