package kcd.edge.tls;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Hands the ticket keys to BoringSSL's contexts, and new ones when they are rotated.
///
/// All sessions live in tickets at the devices, none in our memory: with shared keys a device resumes at any edge, also
/// at one that has just started. Without keys of ours BoringSSL makes its own and changes them every other day.
public final class SessionTickets {
    private static final OpenSslSessionTicketKey[] BORINGSSL_MAKES_THEM = {};

    private final List<OpenSslSessionContext> contexts = new CopyOnWriteArrayList<>();
    private Optional<TicketKeys> keys;

    public SessionTickets(Optional<TicketKeys> keys) {
        this.keys = keys;
    }

    /// From the next ticket on; tickets sealed by a key that is no longer among them end in a full handshake.
    public synchronized void replace(TicketKeys replacement) {
        keys = Optional.of(replacement);
        contexts.forEach(this::apply);
    }

    synchronized void adopt(OpenSslSessionContext context) {
        contexts.add(context);
        apply(context);
    }

    private void apply(OpenSslSessionContext context) {
        context.setSessionCacheEnabled(false);
        context.setTicketKeys(keys.map(TicketKeys::toArray).orElse(BORINGSSL_MAKES_THEM));
    }
}
