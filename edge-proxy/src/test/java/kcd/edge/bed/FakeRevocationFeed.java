package kcd.edge.bed;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ClientAuth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kcd.pki.crl.CrlSnapshot;
import kcd.pki.crl.IssuerId;
import kcd.pki.crl.RevocationList;
import kcd.pki.crl.SerialCodec;
import kcd.pki.crl.SerialNumber;
import kcd.pki.crl.SerialSet;
import kcd.pki.crl.SerialSetBuilder;
import kcd.pki.workshop.Credential;
import kcd.revocation.v1.ListState;
import kcd.revocation.v1.RevocationFeedGrpc;
import kcd.revocation.v1.SnapshotBegin;
import kcd.revocation.v1.SnapshotChunk;
import kcd.revocation.v1.SnapshotEnd;
import kcd.revocation.v1.SubscribeRequest;
import kcd.revocation.v1.SubscribeResponse;

/// A crl-service over mTLS that pushes whole snapshots of one CA's list, when it is told to.
public final class FakeRevocationFeed implements AutoCloseable {
    private static final int MAX_CHUNK = 64 * 1024;

    private final List<StreamObserver<SubscribeResponse>> subscribers = new ArrayList<>();
    private final X509Certificate issuer;
    private final Server server;
    private Optional<CrlSnapshot> current = Optional.empty();
    private long version;

    public FakeRevocationFeed(EdgeBed bed, X509Certificate issuer) {
        this.issuer = issuer;
        Credential.PemFiles files = bed.service("crl-service");
        Path trust = bed.serviceTrust();
        try {
            server = NettyServerBuilder.forPort(0)
                    .sslContext(GrpcSslContexts.forServer(
                                    files.certificate().toFile(),
                                    files.privateKey().toFile())
                            .trustManager(trust.toFile())
                            .clientAuth(ClientAuth.REQUIRE)
                            .build())
                    .addService(new Feed())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What makes an edge listen to it, to be added to.
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("kcd.revocation.enabled", "true");
        settings.put("kcd.revocation.endpoint", "localhost:" + server.getPort());
        return settings;
    }

    /// From now on these certificates are revoked, and no others.
    public synchronized void push(Instant nextUpdate, Credential... revoked) {
        SerialSetBuilder serials = new SerialSetBuilder(revoked.length);
        for (Credential credential : revoked) {
            serials.add(SerialNumber.of(credential.certificate()));
        }
        SerialSet set = serials.build();
        var state = new kcd.pki.crl.ListState(IssuerId.of(issuer), null, Instant.now(), nextUpdate, set.size());
        CrlSnapshot snapshot = CrlSnapshot.of(++version, List.of(new RevocationList(state, set)));
        current = Optional.of(snapshot);
        subscribers.forEach(subscriber -> send(snapshot, subscriber));
    }

    private static void send(CrlSnapshot snapshot, StreamObserver<SubscribeResponse> subscriber) {
        RevocationList list = snapshot.lists().iterator().next();
        subscriber.onNext(SubscribeResponse.newBuilder()
                .setSnapshotBegin(SnapshotBegin.newBuilder()
                        .setVersion(snapshot.version())
                        .setPublishedAt(timestamp(Instant.now()))
                        .addLists(ListState.newBuilder()
                                .setIssuerName(bytes(list.issuer().name().toByteArray()))
                                .setIssuerKeyId(bytes(list.issuer().keyId().toByteArray()))
                                .setThisUpdate(timestamp(list.state().thisUpdate()))
                                .setNextUpdate(timestamp(list.state().nextUpdate()))
                                .setEntries(list.serials().size())))
                .build());
        if (list.serials().size() > 0) {
            subscriber.onNext(SubscribeResponse.newBuilder()
                    .setSnapshotChunk(SnapshotChunk.newBuilder()
                            .setSerials(bytes(SerialCodec.encode(list.serials(), MAX_CHUNK)
                                    .orElseThrow())))
                    .build());
        }
        subscriber.onNext(SubscribeResponse.newBuilder()
                .setSnapshotEnd(SnapshotEnd.newBuilder()
                        .setDigest(bytes(snapshot.digest().toByteArray())))
                .build());
    }

    private static ByteString bytes(byte[] bytes) {
        return ByteString.copyFrom(bytes);
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Feed extends RevocationFeedGrpc.RevocationFeedImplBase {
        @Override
        public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> subscriber) {
            synchronized (FakeRevocationFeed.this) {
                subscribers.add(subscriber);
                current.ifPresent(snapshot -> send(snapshot, subscriber));
            }
        }
    }
}
