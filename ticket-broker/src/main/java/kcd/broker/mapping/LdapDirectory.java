package kcd.broker.mapping;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import org.jboss.logging.Logger;

/**
 * A directory on one or several servers. A server that failed is asked last for a while; when all have failed, nobody
 * waits for them again until a pause is over.
 */
public final class LdapDirectory implements Directory, AutoCloseable {
    static final Duration ASKED_LAST = Duration.ofSeconds(30);
    /** Short: it is there so that a storm of requests does not queue up behind a dead directory. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(LdapDirectory.class);

    private final List<LdapServer> servers;
    private final String user;
    private final Duration total;
    private final MappingEvents events;
    private final Clock clock;
    private final Map<DirectoryAddress, Instant> failedAt = new ConcurrentHashMap<>();
    private volatile Instant pausedUntil = Instant.MIN;

    public LdapDirectory(DirectorySettings settings, MappingEvents events, Clock clock) {
        var guard = new BindGuard(clock);
        this.servers = settings.servers().stream()
                .map(address -> new LdapServer(address, settings, guard))
                .toList();
        this.user = settings.user();
        this.total = patience(settings);
        this.events = events;
        this.clock = clock;
    }

    /** How long a search takes at most: two servers that connect and never answer, and one that does. */
    public static Duration patience(DirectorySettings settings) {
        return settings.connectTimeout().plus(settings.answerTimeout()).multipliedBy(3);
    }

    @Override
    public Matches search(Filter filter) throws RefusedException {
        if (clock.instant().isBefore(pausedUntil)) {
            throw new RefusedException(
                    RefusalReason.MAPPING_UNAVAILABLE, "certificate mapping: no directory server answered just now");
        }
        Instant deadline = clock.instant().plus(total);
        RefusedException last = null;
        for (LdapServer server : inOrder()) {
            if (last != null && !clock.instant().isBefore(deadline)) {
                break;
            }
            try {
                return ask(server, filter);
            } catch (LDAPException failed) {
                last = LdapFault.refused(server.address(), user, failed);
                LOG.error(last.getMessage());
                if (LdapFault.isEverywhere(failed)) {
                    throw last;
                }
                failedAt.put(server.address(), clock.instant());
            }
        }
        pausedUntil = clock.instant().plus(PAUSE);
        throw last == null ? new RefusedException(RefusalReason.MAPPING_UNAVAILABLE, "no directory server") : last;
    }

    private Matches ask(LdapServer server, Filter filter) throws LDAPException {
        long startedAt = System.nanoTime();
        boolean answered = false;
        try {
            Matches matches = server.search(filter);
            answered = true;
            failedAt.remove(server.address());
            return matches;
        } finally {
            events.searched(server.address(), answered, Duration.ofNanos(System.nanoTime() - startedAt));
        }
    }

    /** As configured, but those that failed lately last. */
    private List<LdapServer> inOrder() {
        Instant recently = clock.instant().minus(ASKED_LAST);
        var order = new ArrayList<>(servers);
        order.sort(Comparator.comparing(
                server -> failedAt.getOrDefault(server.address(), Instant.MIN).isAfter(recently)));
        return order;
    }

    /** Idle connections by server, for metrics. */
    public Map<DirectoryAddress, Integer> idleConnections() {
        var idle = new HashMap<DirectoryAddress, Integer>();
        servers.forEach(server -> idle.put(server.address(), server.idle()));
        return idle;
    }

    @Override
    public void close() {
        servers.forEach(LdapServer::close);
    }
}
