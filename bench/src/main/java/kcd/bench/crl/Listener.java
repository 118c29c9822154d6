package kcd.bench.crl;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import kcd.pki.workshop.Credential.PemFiles;
import kcd.revocation.FeedCall;
import kcd.revocation.FeedLostException;
import kcd.revocation.GrpcFeedSource;
import kcd.revocation.v1.Change;
import kcd.revocation.v1.SubscribeRequest;
import kcd.revocation.v1.SubscribeResponse;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that takes every message and builds no set of them, so that twenty fit on the machine beside what is measured:
 * each real edge has a processor of its own.
 */
final class Listener implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Relay relay;
    private final ManagedChannel channel;
    private final FeedCall call;
    private final AtomicReference<@Nullable Arrival> latest = new AtomicReference<>();

    /** A version that came in whole: when it was published, and when it was here. */
    record Arrival(boolean change, Instant publishedAt, Instant at) {}

    Listener(int target, PemFiles own, CrlWorld world) throws IOException {
        relay = new Relay(target);
        channel = NettyChannelBuilder.forAddress("localhost", relay.port())
                .sslContext(GrpcSslContexts.forClient()
                        .keyManager(own.certificate().toFile(), own.privateKey().toFile())
                        .trustManager(world.meshTrust().toFile())
                        .build())
                .build();
        call = new GrpcFeedSource(channel)
                .open(SubscribeRequest.newBuilder()
                        .setHaveDigest(ByteString.EMPTY)
                        .build());
        Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
        Instant published = Instant.EPOCH;
        try {
            while (true) {
                SubscribeResponse message = call.next(PATIENCE);
                if (message.hasSnapshotBegin()) {
                    published = instant(message.getSnapshotBegin().getPublishedAt());
                } else if (message.hasSnapshotEnd()) {
                    latest.set(new Arrival(false, published, Instant.now()));
                } else if (message.hasChange()) {
                    Change change = message.getChange();
                    latest.set(new Arrival(true, instant(change.getPublishedAt()), Instant.now()));
                }
            }
        } catch (FeedLostException | InterruptedException over) {
            // The measurement is.
        }
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    /** The version that came in last. */
    Optional<Arrival> latest() {
        return Optional.ofNullable(latest.get());
    }

    long bytes() {
        return relay.bytes();
    }

    @Override
    public void close() throws IOException {
        call.close();
        channel.shutdownNow();
        relay.close();
    }
}
