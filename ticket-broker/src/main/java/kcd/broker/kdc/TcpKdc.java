package kcd.broker.kdc;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Function;
import kcd.broker.dns.SrvLookup;
import kcd.broker.urgency.Urgency;
import kcd.kerberos.exchange.Kdc;
import kcd.kerberos.exchange.KdcUnreachableException;
import kcd.kerberos.name.Realm;

/**
 * Asks the domain controllers of a realm over TCP, the quickest first, the next when one fails or is late.
 *
 * <p>The first answer is final, whatever it says: to ask a second controller what the first refused would count a wrong
 * password twice.
 */
public final class TcpKdc implements Kdc {
    private final Map<Realm, RealmControllers> realms;
    private final TcpExchange exchange;
    private final KdcTimeouts timeouts;
    private final KdcExchanges exchanges;
    private final Function<Realm, byte[]> probeQuestion;

    /**
     * @param rate towards each realm
     * @param probeQuestion something that every sound controller of that realm answers, and that proves nothing to it
     */
    public TcpKdc(
            Map<Realm, ControllerSource> domains,
            KdcTimeouts timeouts,
            RequestRate rate,
            SrvLookup dns,
            Function<Realm, byte[]> probeQuestion,
            KdcExchanges exchanges) {
        Map<Realm, RealmControllers> known = new HashMap<>();
        domains.forEach((realm, source) -> known.put(realm, RealmControllers.of(realm, source, rate, dns)));
        this.realms = Map.copyOf(known);
        this.exchange = new TcpExchange(timeouts);
        this.timeouts = timeouts;
        this.probeQuestion = probeQuestion;
        this.exchanges = exchanges;
    }

    @Override
    public byte[] exchange(Realm realm, byte[] request) throws KdcUnreachableException {
        return exchange(realm, request, exchanges);
    }

    /** The same controllers, with somebody else told too, on the thread that asks. */
    public Kdc followedBy(KdcExchanges follower) {
        return (realm, request) -> exchange(realm, request, exchanges.and(follower));
    }

    private byte[] exchange(Realm realm, byte[] request, KdcExchanges told) throws KdcUnreachableException {
        long deadline = System.nanoTime() + timeouts.total().toNanos();
        RealmControllers controllers = realms.get(realm);
        if (controllers == null) {
            throw new KdcUnreachableException(realm, false, "no domain controller is configured for " + realm);
        }
        if (controllers.pool().isEmpty()) {
            throw new KdcUnreachableException(
                    realm, true, "the DNS has not named any domain controller of " + realm + " yet");
        }
        awaitTurn(realm, controllers.budget());
        return new KdcRace(realm, controllers.pool(), exchange, timeouts, deadline, told).run(request);
    }

    /** Waits for the DNS to name the controllers that it is to name; call it once before the first tick. */
    public void findControllers() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            realms.values().forEach(controllers -> controllers.dns().ifPresent(dns -> threads.execute(dns::refresh)));
        }
    }

    /** Looks after lists that are to be renewed and controllers in quarantine; call it every second or so. */
    public void tick() {
        realms.forEach((realm, controllers) -> {
            controllers
                    .dns()
                    .filter(DnsControllers::beginIfDue)
                    .ifPresent(dns -> Thread.ofVirtual().name("dns-" + realm).start(dns::refresh));
            controllers
                    .pool()
                    .probesDue()
                    .forEach(address -> Thread.ofVirtual()
                            .name("probe-" + address)
                            .start(() -> probe(realm, controllers.pool(), address)));
        });
    }

    /** Waits at most half the time there is, so that the controllers get the other half. */
    private void awaitTurn(Realm realm, RequestBudget budget) throws KdcUnreachableException {
        Optional<Duration> wait =
                budget.take(Urgency.current(), timeouts.total().dividedBy(2));
        if (wait.isEmpty()) {
            throw new KdcUnreachableException(
                    realm, true, "too many questions to the domain controllers of " + realm + " at once");
        }
        try {
            Thread.sleep(wait.get());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new KdcUnreachableException(realm, true, "the wait for a turn was interrupted");
        }
    }

    private void probe(Realm realm, ControllerPool pool, ControllerAddress address) {
        try {
            var _ = exchange.ask(address, probeQuestion.apply(realm));
            pool.revived(address);
        } catch (IOException | RuntimeException _) {
            pool.probeFailed(address);
        }
    }
}
