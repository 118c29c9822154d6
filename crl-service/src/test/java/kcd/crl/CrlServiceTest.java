package kcd.crl;

import static kcd.crl.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.quarkus.grpc.GrpcService;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import kcd.crl.publish.CrlBoard;
import kcd.crl.publish.FeedGrpcService;
import kcd.pki.crl.CrlNumber;
import kcd.pki.crl.CrlSnapshot;
import kcd.pki.crl.CrlWorkshop;
import kcd.pki.crl.ListState;
import kcd.pki.crl.RevocationList;
import kcd.pki.crl.SerialNumber;
import kcd.pki.crl.SerialSetBuilder;
import kcd.pki.revocation.RevocationChecker;
import kcd.pki.revocation.RevocationPolicy;
import kcd.pki.revocation.RevocationStatus;
import kcd.revocation.FeedCall;
import kcd.revocation.GrpcFeedSource;
import kcd.revocation.RevocationSubscription;
import kcd.revocation.v1.RevocationFeedGrpc;
import kcd.revocation.v1.SubscribeRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The service as it runs: its own TLS, its own start, the CA's web server beside it. */
@QuarkusTest
@QuarkusTestResource(CrlServiceTestbed.class)
class CrlServiceTest {

    @Inject
    CrlBoard board;

    @Inject
    @GrpcService
    FeedGrpcService feed;

    private final List<ManagedChannel> channels = new ArrayList<>();

    @AfterEach
    void closeChannels() throws InterruptedException {
        channels.forEach(ManagedChannel::shutdownNow);
        for (ManagedChannel channel : channels) {
            assertThat(channel.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
        await(() -> feed.subscriberVersions().isEmpty());
    }

    @Test
    void tells_a_subscriber_over_mutual_tls_which_certificates_are_revoked() throws Exception {
        // Given
        await(() -> board.current().isPresent());

        // When
        try (RevocationSubscription subscription =
                new RevocationSubscription(new GrpcFeedSource(channel("edge-proxy")), Clock.systemUTC()).start()) {
            await(() -> subscription.current().isPresent());

            // Then
            RevocationChecker checker =
                    new RevocationChecker(subscription::current, RevocationPolicy.REJECT, Clock.systemUTC());
            assertThat(checker.check(CrlServiceTestbed.CA.id(), serial(42), Optional::empty))
                    .isInstanceOf(RevocationStatus.Revoked.class);
            assertThat(checker.check(CrlServiceTestbed.CA.id(), serial(43), Optional::empty))
                    .isInstanceOf(RevocationStatus.Good.class);
            assertThat(subscription.trouble()).isEmpty();
        }
    }

    @Test
    void refuses_subscribers_that_are_not_of_the_deployment() throws Exception {
        // Given
        await(() -> board.current().isPresent());

        // Then
        assertRefused(channel("stranger"));
        assertRefused(channelWithoutCertificate());
    }

    private static void assertRefused(ManagedChannel channel) {
        assertThatThrownBy(() -> RevocationFeedGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(1, TimeUnit.MINUTES)
                        .subscribe(SubscribeRequest.getDefaultInstance())
                        .next())
                .isInstanceOf(StatusRuntimeException.class)
                .extracting(problem -> Status.fromThrowable(problem).getCode())
                .isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void lets_a_snapshot_wait_for_a_subscriber_that_reads_slowly() throws Exception {
        // Given
        await(() -> board.current().isPresent());
        publishLarge();
        long version = board.current().orElseThrow().version();

        // When
        try (FeedCall call = new GrpcFeedSource(channel("edge-proxy")).open(SubscribeRequest.getDefaultInstance())) {
            call.next(Duration.ofMinutes(1));

            // Then: nothing is read beyond the first message, so the sender must be standing still somewhere
            await(() -> feed.subscriberVersions().size() == 1);
            assertThat(feed.subscriberVersions()).doesNotContain(version);
            long messages = 1;
            while (!feed.subscriberVersions().contains(version)) {
                call.next(Duration.ofMinutes(1));
                messages++;
            }
            assertThat(messages).isGreaterThan(10);
        }
    }

    @Test
    void reports_health_and_metrics_on_the_management_port() throws Exception {
        // Given
        await(() -> board.current().isPresent());

        // When
        String ready = get("/q/health/ready");
        String metrics = get("/q/metrics");

        // Then
        assertThat(ready).contains("\"status\": \"UP\"").contains("revocation lists");
        assertThat(metrics)
                .contains("kcd_crl_entries{issuer=\"CN=Users CA (key ")
                .contains("kcd_crl_next_update_seconds{")
                .contains("kcd_crl_age_seconds{")
                .contains("kcd_crl_retained_bytes ")
                .contains("kcd_crl_validity_used_ratio{")
                .contains("kcd_crl_alarm{")
                .containsPattern("kcd_crl_point_failures\\{point=\"http[^\"]*\"\\} 0.0")
                .contains("kcd_crl_subscribers ")
                .containsPattern("kcd_crl_fetches_total\\{point=\"http[^\"]*\",result=\"updated\"\\} 1.0");
    }

    /** A list of another issuer, so that the one of the other tests stays as it is. */
    private void publishLarge() {
        Random random = new Random(1);
        SerialSetBuilder serials = new SerialSetBuilder(1_000_000);
        for (int i = 0; i < 1_000_000; i++) {
            serials.add(SerialNumber.of(new BigInteger(128, random)));
        }
        var set = serials.build();
        List<RevocationList> lists =
                new ArrayList<>(board.current().map(CrlSnapshot::lists).orElseThrow());
        lists.add(new RevocationList(
                new ListState(
                        CrlWorkshop.named("Large CA").id(),
                        CrlNumber.of(1),
                        Clock.systemUTC().instant(),
                        Clock.systemUTC().instant().plusSeconds(86_400),
                        set.size()),
                set));
        board.publish(lists);
    }

    private String get(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI url = URI.create("http://localhost:" + CrlServiceTestbed.MANAGEMENT_PORT + path);
            return client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private ManagedChannel channel(String service) throws Exception {
        return open(GrpcSslContexts.forClient()
                .keyManager(
                        CrlServiceTestbed.file(service + ".crt").toFile(),
                        CrlServiceTestbed.file(service + ".key").toFile()));
    }

    private ManagedChannel channelWithoutCertificate() throws Exception {
        return open(GrpcSslContexts.forClient());
    }

    private ManagedChannel open(SslContextBuilder tls) throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", CrlServiceTestbed.PORT)
                .sslContext(tls.trustManager(CrlServiceTestbed.file("ca.pem").toFile())
                        .build())
                .build();
        channels.add(channel);
        return channel;
    }

    private static SerialNumber serial(long number) {
        return SerialNumber.of(BigInteger.valueOf(number));
    }
}
