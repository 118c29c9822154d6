package kcd.edge.ticket;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import kcd.edge.config.EdgeSettings.Endpoint;
import org.jboss.logging.Logger;

/// Who the brokers are just now: the configured endpoints with their names resolved, again and again, since a headless
/// Kubernetes service has an address for every broker that is ready.
///
/// A name that cannot be resolved keeps the addresses it had: brokers are more reliable than name servers.
public final class BrokerDirectory implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BrokerDirectory.class);
    private static final Duration REFRESH = Duration.ofSeconds(10);
    /// Between two look-ups, however many ask for one.
    private static final Duration REST = Duration.ofMillis(500);
    private static final int MAX_ADDRESSES_OF_NAME = 64;

    /// The name server.
    @FunctionalInterface
    interface Names {
        InetAddress[] addressesOf(String name) throws UnknownHostException;
    }

    private final List<Endpoint> endpoints;
    private final Names names;
    private volatile List<BrokerAddress> current;
    private final Semaphore wanted = new Semaphore(0);
    private volatile boolean closed;

    public BrokerDirectory(List<Endpoint> endpoints) {
        this(endpoints, InetAddress::getAllByName);
    }

    BrokerDirectory(List<Endpoint> endpoints, Names names) {
        this.endpoints = List.copyOf(endpoints);
        this.names = names;
        this.current = endpoints.stream()
                .map(endpoint -> new BrokerAddress(endpoint.host(), endpoint.host(), endpoint.port()))
                .toList();
    }

    /// Looks the names up from now on, until closed.
    public BrokerDirectory start() {
        Thread.ofVirtual().name("broker-names").start(() -> {
            try {
                while (!closed) {
                    refresh();
                    Thread.sleep(REST);
                    if (wanted.tryAcquire(REFRESH.toMillis(), TimeUnit.MILLISECONDS)) {
                        wanted.drainPermits();
                    }
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        return this;
    }

    /// One of them was silent: another may have taken its place.
    void lookAgain() {
        if (wanted.availablePermits() == 0) {
            wanted.release();
        }
    }

    /// All of them; never none.
    List<BrokerAddress> brokers() {
        return current;
    }

    void refresh() {
        Set<BrokerAddress> found = new LinkedHashSet<>();
        for (Endpoint endpoint : endpoints) {
            found.addAll(lookUp(endpoint));
        }
        List<BrokerAddress> before = current;
        current = List.copyOf(found);
        if (!Set.copyOf(before).equals(found)) {
            LOG.infof("brokers are now %s", found);
        }
    }

    private List<BrokerAddress> lookUp(Endpoint endpoint) {
        try {
            List<BrokerAddress> addresses = new ArrayList<>();
            for (InetAddress address : names.addressesOf(endpoint.host())) {
                if (addresses.size() < MAX_ADDRESSES_OF_NAME) {
                    addresses.add(new BrokerAddress(endpoint.host(), address.getHostAddress(), endpoint.port()));
                }
            }
            return addresses;
        } catch (UnknownHostException _) {
            LOG.debugf("%s is not known to the name server just now", endpoint.host());
            return current.stream()
                    .filter(broker -> broker.name().equals(endpoint.host()) && broker.port() == endpoint.port())
                    .toList();
        }
    }

    @Override
    public void close() {
        closed = true;
        wanted.release();
    }
}
