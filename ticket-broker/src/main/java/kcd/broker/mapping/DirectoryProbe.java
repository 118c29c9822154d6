package kcd.broker.mapping;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.time.Clock;
import kcd.broker.refusal.RefusedException;

/** Connects to directory servers one by one, as a search would: protection, certificate, name, bind. */
public final class DirectoryProbe {
    private final DirectorySettings settings;
    private final BindGuard guard;

    public DirectoryProbe(DirectorySettings settings, Clock clock) {
        this.settings = settings;
        this.guard = new BindGuard(clock);
    }

    /**
     * One connection and one bind. A password that one server refused is not tried at another.
     *
     * @throws RefusedException with what mends it
     */
    public void probe(DirectoryAddress server) throws RefusedException {
        try (LDAPConnection connection = new BoundConnections(server, settings, guard).getConnection()) {
            var _ = connection.getRootDSE();
        } catch (LDAPException failed) {
            throw LdapFault.refused(server, settings.user(), failed);
        }
    }
}
