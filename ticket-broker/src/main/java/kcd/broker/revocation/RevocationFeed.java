package kcd.broker.revocation;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import kcd.broker.config.RevocationSettings;
import kcd.pki.crl.CrlSnapshot;
import kcd.pki.revocation.WhenStale;
import kcd.revocation.GrpcFeedSource;
import kcd.revocation.RevocationSubscription;
import kcd.service.MtlsSettings;

/** The broker's own line to crl-service, over mutual TLS. */
public final class RevocationFeed implements AutoCloseable {
    private static final int KEEP_ALIVE_SECONDS = 30;

    private final ManagedChannel channel;
    private final RevocationSubscription subscription;
    private final boolean needsLists;

    private RevocationFeed(ManagedChannel channel, boolean needsLists, Clock clock) {
        this.channel = channel;
        this.subscription = new RevocationSubscription(new GrpcFeedSource(channel), clock);
        this.needsLists = needsLists;
    }

    public static RevocationFeed connect(RevocationSettings settings, MtlsSettings mtls, Clock clock) {
        try {
            var tls = GrpcSslContexts.forClient()
                    .keyManager(mtls.certificate().toFile(), mtls.privateKey().toFile())
                    .trustManager(mtls.trustStore().toFile())
                    .build();
            ManagedChannel channel = NettyChannelBuilder.forAddress(settings.host(), settings.port())
                    .sslContext(tls)
                    .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                    .build();
            return new RevocationFeed(channel, !(settings.whenStale() instanceof WhenStale.Allow), clock);
        } catch (SSLException e) {
            throw new IllegalStateException("TLS towards crl-service: " + e.getMessage(), e);
        }
    }

    /** Subscribes; from then on each new snapshot has the guard look again. */
    public void start(RevocationGuard guard) {
        subscription.onSnapshot(_ -> guard.review()).start();
    }

    public Optional<CrlSnapshot> current() {
        return subscription.current();
    }

    /** Whether certificates can be judged: by a list, or because policy lets them pass without. */
    public boolean ready() {
        return !needsLists || subscription.current().isPresent();
    }

    @Override
    public void close() {
        subscription.close();
        channel.shutdownNow();
    }
}
