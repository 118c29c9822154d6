package kcd.crl.publish;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Learns who a subscriber is, for the metrics and the bounds: the subject of its certificate and where it calls from. */
@GlobalInterceptor
@ApplicationScoped
public class SubscriberName implements ServerInterceptor {

    static final Context.Key<Peer> PEER = Context.key("kcd.crl.subscriber");
    private static final String UNKNOWN = "unknown";

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Peer peer = new Peer(
                subject(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION)),
                address(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
        return Contexts.interceptCall(Context.current().withValue(PEER, peer), call, headers, next);
    }

    private static String subject(@Nullable SSLSession session) {
        try {
            return session == null ? UNKNOWN : session.getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return UNKNOWN;
        }
    }

    private static String address(@Nullable SocketAddress address) {
        return switch (address) {
            case null -> UNKNOWN;
            case InetSocketAddress ip -> ip.getAddress().getHostAddress() + ":" + ip.getPort();
            default -> address.toString();
        };
    }

    /** Of the call being served. */
    static Peer current() {
        Peer peer = PEER.get();
        return peer == null ? Peer.NOBODY : peer;
    }

    /**
     * A caller.
     *
     * @param subject of its certificate
     * @param address that it calls from
     */
    record Peer(String subject, String address) {
        static final Peer NOBODY = new Peer(UNKNOWN, UNKNOWN);

        @Override
        public String toString() {
            return subject + " at " + address;
        }
    }
}
