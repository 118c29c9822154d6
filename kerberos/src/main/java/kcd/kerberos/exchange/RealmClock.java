package kcd.kerberos.exchange;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import kcd.kerberos.name.Realm;

/**
 * The time as each realm's controllers see it: ours, plus what their errors taught us. An error is not authenticated,
 * so an offset is kept only after a verified answer to it ({@link TrialTime}); it only ever moves the times we send,
 * bounded, and never makes a ticket live longer.
 */
public final class RealmClock {
    /** Beyond this it is not a drifting clock, and no offset will make the tickets usable elsewhere. */
    public static final Duration MAX_OFFSET = Duration.ofHours(1);

    private final Clock clock;
    private final Map<Realm, Duration> offsets = new ConcurrentHashMap<>();
    private final Map<Realm, Duration> observed = new ConcurrentHashMap<>();

    public RealmClock(Clock clock) {
        this.clock = clock;
    }

    public Instant now() {
        return clock.instant();
    }

    /** The time to put into a message for that realm. */
    public Instant now(Realm realm) {
        return clock.instant().plus(offset(realm));
    }

    /**
     * {@link #now(Realm)} as a clock, for tokens to services of that realm: members of a domain take their time from its
     * controllers.
     */
    public Clock in(Realm realm) {
        return new OfRealm(realm, clock.getZone());
    }

    public Duration offset(Realm realm) {
        return offsets.getOrDefault(realm, Duration.ZERO);
    }

    /** By how much the last error of that realm was ahead of our clock; for people to look at, and for nothing else. */
    public Duration observed(Realm realm) {
        return observed.getOrDefault(realm, Duration.ZERO);
    }

    void observe(Realm realm, Instant serverTime) {
        observed.put(realm, Duration.between(clock.instant(), serverTime));
    }

    /** By how much a server's time is ahead of ours; empty if that is too much to be worth another try. */
    Optional<Duration> offsetTo(Instant serverTime) {
        return Optional.of(Duration.between(clock.instant(), serverTime))
                .filter(offset -> offset.abs().compareTo(MAX_OFFSET) <= 0);
    }

    /** Takes over an offset that a verified answer stands for. */
    void learn(Realm realm, Duration offset) {
        offsets.put(realm, offset);
    }

    private final class OfRealm extends Clock {
        private final Realm realm;
        private final ZoneId zone;

        OfRealm(Realm realm, ZoneId zone) {
            this.realm = realm;
            this.zone = zone;
        }

        @Override
        public Instant instant() {
            return now(realm);
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new OfRealm(realm, other);
        }
    }
}
