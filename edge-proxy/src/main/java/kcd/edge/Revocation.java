package kcd.edge;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import kcd.edge.config.EdgeSettings;
import kcd.edge.tls.RevocationGate;
import kcd.pki.revocation.RevocationChecker;
import kcd.pki.revocation.RevocationPolicy;
import kcd.pki.revocation.WhenStale;
import kcd.pki.trust.HotKeyManager;
import kcd.revocation.GrpcFeedSource;
import kcd.revocation.RevocationSubscription;

/// The edge's subscription to the revocation lists, and the gate that reads them.
final class Revocation implements AutoCloseable {
    private static final int KEEP_ALIVE_SECONDS = 30;

    private final ManagedChannel channel;
    private final RevocationSubscription subscription;
    private final RevocationGate gate;
    private final boolean needsList;

    private Revocation(ManagedChannel channel, RevocationPolicy policy, Clock clock) {
        this.channel = channel;
        this.subscription = new RevocationSubscription(new GrpcFeedSource(channel), clock);
        this.gate = new RevocationGate(new RevocationChecker(subscription::current, policy, clock));
        this.needsList = !(policy.otherwise() instanceof WhenStale.Allow);
    }

    static Revocation connect(EdgeSettings settings, HotKeyManager own, Clock clock) {
        EdgeSettings.Revocation wanted = settings.revocation().orElseThrow();
        try {
            ManagedChannel channel = NettyChannelBuilder.forAddress(
                            wanted.endpoint().host(), wanted.endpoint().port())
                    .sslContext(GrpcSslContexts.forClient()
                            .keyManager(own)
                            .trustManager(
                                    settings.mtls().orElseThrow().trustStore().toFile())
                            .build())
                    .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                    .build();
            return new Revocation(channel, RevocationPolicy.of(wanted.whenStale()), clock);
        } catch (SSLException e) {
            throw new IllegalStateException("TLS towards crl-service: " + e.getMessage(), e);
        }
    }

    RevocationGate gate() {
        return gate;
    }

    /// Subscribes; from then on every new snapshot has the open connections reviewed.
    void start(Runnable review) {
        subscription.onSnapshot(_ -> review.run()).start();
    }

    /// Whether certificates can be judged: by a list, or because policy lets them pass without.
    boolean isReady() {
        return !needsList || subscription.current().isPresent();
    }

    @Override
    public void close() {
        subscription.close();
        channel.shutdownNow();
    }
}
