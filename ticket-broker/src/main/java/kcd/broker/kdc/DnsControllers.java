package kcd.broker.kdc;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import kcd.broker.dns.SrvAnswer;
import kcd.broker.dns.SrvLookup;
import kcd.kerberos.name.Realm;
import org.jboss.logging.Logger;

/**
 * Keeps the list of a realm's domain controllers as the DNS names them. When the DNS fails, or names none, the last
 * list stays: controllers outlive an outage of the name servers.
 */
final class DnsControllers {
    /** So that a zone with tiny times to live does not make us a burden. */
    static final Duration LEAST = Duration.ofSeconds(30);
    /** So that a new controller is found within the hour, whatever the zone says. */
    static final Duration MOST = Duration.ofHours(1);

    static final Duration RETRY = Duration.ofSeconds(30);
    /** Without a list nobody of that realm is served, so sooner. */
    static final Duration FIRST_RETRY = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(DnsControllers.class);

    private final Realm realm;
    private final ControllerPool pool;
    private final SrvLookup dns;
    private final LongSupplier nanoClock;
    private final SecureRandom random = new SecureRandom();
    private long dueAt;
    private boolean underWay;

    DnsControllers(Realm realm, ControllerPool pool, SrvLookup dns, LongSupplier nanoClock) {
        this.realm = realm;
        this.pool = pool;
        this.dns = dns;
        this.nanoClock = nanoClock;
        this.dueAt = nanoClock.getAsLong();
    }

    /** True if it is time to {@link #refresh}; then nobody else is told so until that has ended. */
    synchronized boolean beginIfDue() {
        boolean begins = !underWay && nanoClock.getAsLong() - dueAt >= 0;
        underWay |= begins;
        return begins;
    }

    /** Asks the DNS; blocks until it has answered. */
    void refresh() {
        Duration next = RETRY;
        try {
            next = ask();
        } finally {
            end(next);
        }
    }

    private Duration ask() {
        try {
            SrvAnswer answer = dns.lookup("_kerberos._tcp." + realm.value().toLowerCase(Locale.ROOT));
            List<Candidate> candidates = Candidate.drawn(answer.records(), random);
            if (candidates.isEmpty()) {
                return failed("it names no domain controller");
            }
            if (pool.replace(candidates)) {
                LOG.infof("the DNS names these domain controllers of %s: %s", realm, pool.inOrder());
            }
            Duration timeToLive = answer.timeToLive();
            return timeToLive.compareTo(LEAST) < 0 ? LEAST : timeToLive.compareTo(MOST) > 0 ? MOST : timeToLive;
        } catch (IOException failure) {
            return failed(failure.getMessage()
                    + Arrays.stream(failure.getSuppressed())
                            .map(Throwable::getMessage)
                            .collect(Collectors.joining("; ", " (", ")")));
        }
    }

    private Duration failed(String why) {
        boolean none = pool.isEmpty();
        LOG.warnf(
                "the DNS gave no domain controllers of %s, %s: %s",
                realm, none ? "and there is no earlier list" : "the earlier list stays", why);
        return none ? FIRST_RETRY : RETRY;
    }

    private synchronized void end(Duration next) {
        underWay = false;
        dueAt = nanoClock.getAsLong() + next.toNanos();
    }
}
