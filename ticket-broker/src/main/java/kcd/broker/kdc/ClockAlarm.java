package kcd.broker.kdc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import kcd.kerberos.exchange.RealmClock;
import kcd.kerberos.name.Realm;

/**
 * Warns of a realm whose clock and ours drift apart, well before the five minutes at which Kerberos breaks; again only
 * after a while. Tickets are issued meanwhile, so it says nothing of readiness.
 */
public final class ClockAlarm {
    static final Duration TOLERANCE = Duration.ofSeconds(60);
    static final Duration AGAIN = Duration.ofMinutes(10);

    private final RealmClock realmClock;
    private final Set<Realm> realms;
    private final Clock clock;
    private final Consumer<String> alarm;
    private final Map<Realm, Instant> quietUntil = new HashMap<>();

    public ClockAlarm(RealmClock realmClock, Set<Realm> realms, Clock clock, Consumer<String> alarm) {
        this.realmClock = realmClock;
        this.realms = Set.copyOf(realms);
        this.clock = clock;
        this.alarm = alarm;
    }

    /** Looks at each realm; call it every second or so, from one thread. */
    public void tick() {
        Instant now = clock.instant();
        for (Realm realm : realms) {
            Duration offset = realmClock.observed(realm);
            boolean quiet = quietUntil.getOrDefault(realm, Instant.MIN).isAfter(now);
            if (offset.abs().compareTo(TOLERANCE) > 0 && !quiet) {
                quietUntil.put(realm, now.plus(AGAIN));
                alarm.accept("the clock of " + realm + " is " + offset.abs().toSeconds() + " s "
                        + (offset.isNegative() ? "behind" : "ahead of")
                        + " ours; synchronise both with the same time source, tickets fail beyond five minutes");
            }
        }
    }
}
