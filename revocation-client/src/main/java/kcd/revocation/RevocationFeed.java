package kcd.revocation;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import kcd.pki.crl.CrlSnapshot;
import kcd.pki.revocation.RevocationChecker;

/** A service's line to crl-service, over mutual TLS: the lists of now, and what to do when there are new ones. */
public final class RevocationFeed implements AutoCloseable {

    private static final int KEEP_ALIVE_SECONDS = 30;

    private final RevocationSettings settings;
    private final Clock clock;
    private final ManagedChannel channel;
    private final RevocationSubscription subscription;
    private final RevocationMetrics metrics;

    private RevocationFeed(RevocationSettings settings, ManagedChannel channel, Clock clock, MeterRegistry registry) {
        this.settings = settings;
        this.clock = clock;
        this.channel = channel;
        this.subscription = new RevocationSubscription(new GrpcFeedSource(channel), clock);
        this.metrics = new RevocationMetrics(registry, subscription, clock);
    }

    /**
     * A line that is not subscribed yet.
     *
     * @param own presents this service's certificate
     * @param trust knows the crl-service's
     */
    public static RevocationFeed connect(
            RevocationSettings settings, KeyManager own, TrustManager trust, Clock clock, MeterRegistry registry) {
        try {
            ManagedChannel channel = NettyChannelBuilder.forAddress(settings.host(), settings.port())
                    .sslContext(GrpcSslContexts.forClient()
                            .keyManager(own)
                            .trustManager(trust)
                            .build())
                    .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                    .build();
            return new RevocationFeed(settings, channel, clock, registry);
        } catch (SSLException e) {
            throw new IllegalStateException("TLS towards crl-service: " + e.getMessage(), e);
        }
    }

    /** Subscribes; from then on the review runs whenever new lists are in force. */
    public void start(Runnable review) {
        subscription.onSnapshot(metrics::show).onSnapshot(_ -> review.run()).start();
    }

    /** Judges certificates by the lists of now and the configured policy. */
    public RevocationChecker checker() {
        return new RevocationChecker(this::current, settings.policy(), clock);
    }

    public Optional<CrlSnapshot> current() {
        return subscription.current();
    }

    /** Whether certificates can be judged: by a list, or because policy lets them pass without. */
    public boolean isReady() {
        return settings.worksWithoutLists() || current().isPresent();
    }

    /** Why there is no feed just now; empty while there is. */
    public Optional<String> trouble() {
        return subscription.trouble();
    }

    public RevocationMetrics metrics() {
        return metrics;
    }

    @Override
    public void close() {
        subscription.close();
        channel.shutdownNow();
    }
}
