package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import kcd.edge.config.EdgeSettings;
import kcd.edge.http.ConnectionRefusal;
import kcd.edge.proxy.AccessRecord;
import kcd.edge.proxy.ConnectionCensus;
import kcd.edge.proxy.EdgeEvents;
import kcd.edge.proxy.EdgeLoop;
import kcd.edge.proxy.EdgeProxy;
import kcd.edge.proxy.MailboxLocations;
import kcd.edge.proxy.UpstreamHealth;
import kcd.edge.proxy.VertxUpstreamConnector;
import kcd.edge.route.Route;
import kcd.edge.route.RouteTable;
import kcd.edge.ticket.NoTickets;
import kcd.edge.tls.ClientGate;
import kcd.edge.trace.NamedTrace;
import kcd.pki.trust.HotTrustManager;
import kcd.pki.trust.PeerCheck;
import kcd.service.StartupFaults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A fault in our own code, in the middle of a request.
class SurpriseTest {
    /// When the upstream connection is given back.
    private static final int LAST = 5;

    private static final int CONNECTIONS = 4;
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();
    private final AtomicInteger untilFault = new AtomicInteger();
    private final Queue<AccessRecord> records = new ConcurrentLinkedQueue<>();

    /// Each step of a request asks what time it is, and at one of them the answer is an exception.
    @ParameterizedTest
    @CsvSource({"when the request begins,2", "when the upstream is reached,3", "when its answer comes,4"})
    void is_answered_told_once_and_harms_nobody_else(String when, int step) throws Exception {
        // Given
        TestDevice device = frame.keep(new TestDevice(null, bed.serviceTrust(), listen(), Version.HTTP_1_1));
        untilFault.set(step);

        // When
        HttpResponse<String> response = device.get("/eas/x");

        // Then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("INTERNAL");
        Await.until("told", SOON, () -> !records.isEmpty());
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.reason()).contains("INTERNAL");
            assertThat(record.status()).isEqualTo(503);
        });
        assertThat(untilFault.get()).isNotPositive();
        assertThat(device.get("/eas/next").statusCode()).isEqualTo(401);
    }

    @Test
    void is_told_also_where_the_answer_is_out_already() throws Exception {
        // Given
        TestDevice device = frame.keep(new TestDevice(null, bed.serviceTrust(), listen(), Version.HTTP_1_1));
        untilFault.set(LAST);

        // When
        HttpResponse<String> response = device.get("/eas/x");

        // Then
        assertThat(response.statusCode()).isEqualTo(401);
        Await.until("told", SOON, () -> records.size() == 1);
        assertThat(records.element().reason()).contains("INTERNAL");
    }

    @Test
    void happens_where_it_is_told_to() throws Exception {
        // Given
        TestDevice device = frame.keep(new TestDevice(null, bed.serviceTrust(), listen(), Version.HTTP_1_1));
        untilFault.set(LAST + 1);

        // When
        HttpResponse<String> response = device.get("/eas/x");

        // Then
        assertThat(response.statusCode()).isEqualTo(401);
        Await.until("told", SOON, () -> records.size() == 1);
        assertThat(records.element().reason()).isEmpty();
        assertThat(untilFault.get()).isEqualTo(1);
    }

    private long nanoTime() {
        if (untilFault.getAndDecrement() == 1) {
            throw new IllegalStateException("made up");
        }
        return System.nanoTime();
    }

    private int listen() {
        Map<String, String> chosen = bed.settings();
        chosen.put("kcd.kerberos.enabled", "false");
        chosen.put("kcd.client-certificates.required", "false");
        EdgeSettings settings = TestEdge.check(chosen, new StartupFaults()).orElseThrow();
        HotTrustManager trust = new HotTrustManager(
                settings.clients().anchors(),
                settings.clients().policy(),
                PeerCheck.NONE,
                settings.clients().announced(),
                Clock.systemUTC());
        Map<String, TrustOptions> upstreamTrust = new HashMap<>();
        for (Route route : settings.routes()) {
            upstreamTrust.put(
                    route.name(),
                    new PemTrustOptions().addCertPath(bed.serviceTrust().toString()));
        }
        EdgeProxy proxy = new EdgeLoop(
                        new ClientGate(trust, PeerCheck.NONE, Clock.systemUTC()),
                        new RouteTable(settings.routes()),
                        false,
                        false,
                        settings.limits().bodyBytes(),
                        CONNECTIONS,
                        new ConnectionCensus(ConnectionCensus.UNBOUNDED),
                        new ConnectionCensus(ConnectionCensus.UNBOUNDED),
                        new VertxUpstreamConnector(
                                bed.vertx(),
                                settings.routes(),
                                upstreamTrust,
                                60,
                                settings.keepAlive().upstreams()),
                        new UpstreamHealth(settings.routes()),
                        new NoTickets(),
                        new MailboxLocations(System::nanoTime),
                        new Records(),
                        this::nanoTime,
                        Clock.systemUTC(),
                        new Random(1),
                        (_, _) -> NamedTrace.start(new Random(1)))
                .proxy();
        HttpServer server = bed.vertx()
                .createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertPath(bed.file("server.crt"))
                                .addKeyPath(bed.file("server.key"))))
                .connectionHandler(proxy::connected)
                .requestHandler(proxy::handle);
        return Await.result(server.listen()).actualPort();
    }

    private final class Records implements EdgeEvents {
        @Override
        public void ended(AccessRecord record) {
            records.add(record);
        }

        @Override
        public void connectionRefused(ConnectionRefusal reason) {}

        @Override
        public void pingHeld() {}

        @Override
        public void pingEnded() {}

        @Override
        public void mixUpPrevented() {}
    }
}
