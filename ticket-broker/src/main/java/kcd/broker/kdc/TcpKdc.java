package kcd.broker.kdc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kcd.kerberos.exchange.Kdc;
import kcd.kerberos.exchange.KdcUnreachableException;
import kcd.kerberos.name.Realm;

/**
 * Asks the configured domain controllers of a realm over TCP, the quickest first, the next when one fails or is late.
 *
 * <p>The first answer is final, whatever it says: to ask a second controller what the first refused would count a wrong
 * password twice.
 */
public final class TcpKdc implements Kdc {
    private final Map<Realm, ControllerPool> pools = new ConcurrentHashMap<>();
    private final TcpExchange exchange;
    private final KdcTimeouts timeouts;
    private final KdcExchanges exchanges;

    public TcpKdc(Map<Realm, List<ControllerAddress>> domains, KdcTimeouts timeouts, KdcExchanges exchanges) {
        domains.forEach((realm, addresses) -> pools.put(realm, new ControllerPool(addresses, System::nanoTime)));
        this.exchange = new TcpExchange(timeouts);
        this.timeouts = timeouts;
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
        ControllerPool pool = pools.get(realm);
        if (pool == null) {
            throw new KdcUnreachableException(realm, false, "no domain controller is configured for " + realm);
        }
        return new KdcRace(realm, pool, exchange, timeouts, told).run(request);
    }

    /** Tries controllers whose quarantine is over; call it every second or so, off the request path. */
    public void probe() {
        pools.values().forEach(pool -> pool.probesDue().forEach(address -> probe(pool, address)));
    }

    private void probe(ControllerPool pool, ControllerAddress address) {
        if (exchange.connects(address)) {
            pool.revived(address);
        } else {
            pool.failed(address);
        }
    }
}
