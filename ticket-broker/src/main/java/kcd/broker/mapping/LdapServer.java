package kcd.broker.mapping;

import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.GetEntryLDAPConnectionPoolHealthCheck;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.RootDSE;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;
import java.util.Optional;
import kcd.broker.mapping.Directory.Matches;
import org.jspecify.annotations.Nullable;

/** One directory server, by a few connections that are kept open and looked after. */
final class LdapServer implements AutoCloseable {
    private static final String ROOT = "";
    private static final long HEALTH_CHECK_MILLIS = 30_000;

    private final DirectoryAddress address;
    private final DirectorySettings settings;
    private final LDAPConnectionPool pool;
    private volatile Optional<String> base;

    LdapServer(DirectoryAddress address, DirectorySettings settings, BindGuard guard) {
        this.address = address;
        this.settings = settings;
        this.base = settings.base().or(() -> address.isGlobalCatalog() ? Optional.of(ROOT) : Optional.empty());
        this.pool = pool(address, settings, guard);
    }

    private static LDAPConnectionPool pool(DirectoryAddress address, DirectorySettings settings, BindGuard guard) {
        try {
            // None at first: a start must not depend on the directory.
            var pool = new LDAPConnectionPool(
                    new BoundConnections(address, settings, guard), null, 0, settings.connections());
            pool.setConnectionPoolName(address.toString());
            pool.setCreateIfNecessary(false);
            pool.setMaxWaitTimeMillis(settings.answerTimeout().toMillis());
            pool.setHealthCheckIntervalMillis(HEALTH_CHECK_MILLIS);
            pool.setHealthCheck(new GetEntryLDAPConnectionPoolHealthCheck(
                    ROOT, settings.answerTimeout().toMillis(), false, false, false, false, true, false));
            return pool;
        } catch (LDAPException impossible) {
            throw new IllegalStateException("a pool that connects to nothing yet", impossible);
        }
    }

    DirectoryAddress address() {
        return address;
    }

    /** Connections that are open and idle. */
    int idle() {
        return pool.getConnectionPoolStatistics().getNumAvailableConnections();
    }

    /** One that the server closed while it was idle is replaced, once. */
    Matches search(Filter filter) throws LDAPException {
        try {
            return attempt(filter);
        } catch (LDAPException closed) {
            if (!closed.getResultCode().equals(ResultCode.SERVER_DOWN)) {
                throw closed;
            }
            return attempt(filter);
        }
    }

    private Matches attempt(Filter filter) throws LDAPException {
        LDAPConnection connection = pool.getConnection();
        try {
            Matches matches = search(connection, filter);
            pool.releaseConnection(connection);
            return matches;
        } catch (LDAPException failed) {
            // Not to be replaced while somebody waits: the next search opens another.
            pool.discardConnection(connection);
            throw failed;
        }
    }

    private Matches search(LDAPConnection connection, Filter filter) throws LDAPException {
        String from = base(connection);
        var request = new SearchRequest(
                from,
                SearchScope.SUB,
                DereferencePolicy.NEVER,
                Directory.MAX_MATCHES,
                Math.toIntExact(Math.max(1, settings.answerTimeout().toSeconds())),
                false,
                filter,
                DirectoryAccount.ATTRIBUTES.toArray(String[]::new));
        request.setFollowReferrals(false);
        String asked = address + (from.isEmpty() ? " over all its domains" : " below " + from);
        try {
            SearchResult result = connection.search(request);
            return new Matches(entries(result.getSearchEntries()), false, asked);
        } catch (LDAPSearchException failed) {
            if (failed.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                return new Matches(entries(failed.getSearchEntries()), true, asked);
            }
            throw failed;
        }
    }

    /** The library has no list where it handed entries to a listener, which is not done here. */
    private static List<SearchResultEntry> entries(@Nullable List<SearchResultEntry> found) {
        return found == null ? List.of() : found;
    }

    private String base(LDAPConnection connection) throws LDAPException {
        if (base.isPresent()) {
            return base.get();
        }
        RootDSE root = connection.getRootDSE();
        String found = root == null ? null : root.getAttributeValue("defaultNamingContext");
        String[] all = root == null ? null : root.getNamingContextDNs();
        if (found == null && all != null && all.length == 1) {
            found = all[0];
        }
        if (found == null) {
            throw new LDAPException(
                    ResultCode.NO_SUCH_OBJECT,
                    "the server names no default base; set kcd.certificate-mapping.ldap.base-dn");
        }
        base = Optional.of(found);
        return found;
    }

    @Override
    public void close() {
        pool.close();
    }
}
