package kcd.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import kcd.kerberos.name.Realm;
import kcd.lab.upstream.ExtendedProtection;
import kcd.pki.workshop.Credential;
import kcd.service.tracing.SpanReceiver;
import kcd.service.tracing.SpanReceiver.Received;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * ActiveSync, Autodiscover and EWS side by side behind one edge, each a service of its own with Extended Protection of its
 * own, and Apache that has to prove itself. Tickets are MIT's, the edge's heap is small, and a collector gets the spans.
 */
class MailApplicationsIT {
    private static final Bed BED = Bed.current();
    private static final Realm HOME = new Realm("WORLDWIDE.TEST");
    private static final Realm AMER = new Realm("AMER.WORLDWIDE.TEST");
    private static final Realm EMEA = new Realm("EMEA.WORLDWIDE.TEST");
    private static final String ALICE = "alice@WORLDWIDE.TEST";
    private static final String ACTIVE_SYNC = "/Microsoft-Server-ActiveSync";
    private static final String EWS = "/EWS/Exchange.asmx";
    private static final String AUTODISCOVER = "/Autodiscover/Autodiscover.xml";
    private static final String SMALL_HEAP = "-Xmx64m";
    private static final long HUNDRED_MEGABYTES = 100_000_000;
    private static final long MEGABYTE = 1_000_000;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final byte[] NONE = {};

    private static BedGateway gateway;
    private static SpanReceiver collector;
    private static ProtectedExchange activeSync;
    private static ProtectedExchange ews;
    private static ProtectedExchange autodiscover;
    private static ProtectedExchange moved;

    @BeforeAll
    static void start() throws Exception {
        gateway = new BedGateway(BED, Path.of("target", "mail-applications-it").toAbsolutePath());
        collector = new SpanReceiver();
        Credential own = gateway.pki().servers().server("localhost");
        Credential other = gateway.pki().servers().server("localhost");
        activeSync = new ProtectedExchange(BED, HOME, ExtendedProtection.REQUIRE, own, own);
        ews = new ProtectedExchange(BED, AMER, ExtendedProtection.ALLOW, own, own);
        autodiscover = new ProtectedExchange(BED, EMEA, ExtendedProtection.OFF, own, other);
        moved = new ProtectedExchange(BED, HOME, ExtendedProtection.REQUIRE, own, other);
        String trust =
                gateway.pki().anchorFile(gateway.pki().servers(), "upstream-ca").toString();
        Map<String, String> edge = new HashMap<>();
        route(edge, "activesync", ACTIVE_SYNC, activeSync, HOME, trust);
        route(edge, "ews", "/EWS", ews, AMER, trust);
        edge.put("kcd.routes.ews.methods", "GET,POST");
        route(edge, "autodiscover", "/Autodiscover", autodiscover, EMEA, trust);
        route(edge, "moved", "/moved", moved, HOME, trust);
        edge.put("kcd.routes.worldwide.mutual-authentication", "true");
        edge.put("kcd.tracing.endpoint", collector.endpoint());
        gateway.start(Map.of("kcd.tracing.endpoint", collector.endpoint()), edge, SMALL_HEAP);
    }

    private static void route(
            Map<String, String> edge, String name, String path, ProtectedExchange at, Realm realm, String trust) {
        String key = "kcd.routes." + name + ".";
        edge.put(key + "path", path);
        edge.put(key + "upstream", at.url());
        edge.put(key + "target-spn", BED.realm(realm, "web.spn"));
        edge.put(key + "upstream-trust-store", trust);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        collector.close();
        for (ProtectedExchange exchange : List.of(activeSync, ews, autodiscover, moved)) {
            exchange.close();
        }
    }

    @ParameterizedTest(name = "{0} {1} over {2}")
    @CsvSource({
        "OPTIONS, " + ACTIVE_SYNC + ", HTTP_1_1",
        "POST,    " + ACTIVE_SYNC + "?Cmd=FolderSync&User=a&DeviceId=b&DeviceType=c, HTTP_2",
        "POST,    /microsoft-server-activesync?Cmd=Sync&User=a&DeviceId=b&DeviceType=c, HTTP_1_1",
        "GET,     " + EWS + ", HTTP_2",
        "POST,    " + EWS + ", HTTP_1_1",
        "POST,    " + AUTODISCOVER + ", HTTP_2",
        "HEAD,    " + AUTODISCOVER + ", HTTP_1_1"
    })
    void each_application_is_a_service_of_its_own(String method, String path, HttpClient.Version version)
            throws Exception {
        try (Phone phone = phone(version)) {
            HttpResponse<String> answer = phone.send(method, path, NONE);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("X-Lab-User")).contains(ALICE);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource({
        "GET,    " + ACTIVE_SYNC + ", 405, METHOD_REFUSED",
        "DELETE, " + EWS + ",         405, METHOD_REFUSED",
        "GET,    /ecp/,               404, NO_ROUTE",
        "GET,    /EWSx,               404, NO_ROUTE",
        "GET,    /Autodiscover/../EWS/Exchange.asmx, 400, MALFORMED_TARGET"
    })
    void nothing_else_is_reached(String method, String path, int status, String reason) throws Exception {
        try (Phone phone = phone(HttpClient.Version.HTTP_1_1)) {
            HttpResponse<String> answer = phone.send(method, path, NONE);
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).contains(reason);
        }
    }

    /** A server that requires the binding and takes itself for another than it shows: as behind a device that ends TLS. */
    @Test
    void a_binding_to_another_certificate_is_refused_where_it_is_required_and_the_device_sees_a_503() throws Exception {
        try (Phone phone = phone(HttpClient.Version.HTTP_1_1)) {
            HttpResponse<String> answer = phone.send("GET", "/moved/x", NONE);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("TOKEN_REFUSED");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
    }

    /** The answer's AP-REP, checked by the broker that minted the token. */
    @Test
    void apache_proves_that_it_is_the_service() throws Exception {
        try (Phone phone = phone(HttpClient.Version.HTTP_1_1)) {
            HttpResponse<String> answer = phone.get("/worldwide/");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("X-Remote-User")).contains(ALICE);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
        }
        assertThat(metric("ticket-broker", "kcd_broker_replies_total{result=\"proven\""))
                .isPositive();
    }

    @Test
    void one_request_is_one_trace_through_edge_and_broker() throws Exception {
        try (Phone phone = phone(HttpClient.Version.HTTP_1_1)) {
            assertThat(phone.send("POST", EWS, NONE).statusCode()).isEqualTo(200);
        }
        Received mint = awaitSpan("ticket-broker", "MintToken", "ews");
        Received asked = parentOf(mint);
        assertThat(asked.name()).isEqualTo("mint");
        assertThat(asked.service()).isEqualTo("edge-proxy");
        assertThat(parentOf(asked).name()).endsWith(" ews");
    }

    /** Of the first trace that covers this route. */
    private static Received awaitSpan(String service, String name, String route) {
        Instant deadline = Instant.now().plus(SOON);
        while (Instant.now().isBefore(deadline)) {
            for (Received request : collector.spans()) {
                if (route.equals(request.attributes().get("kcd.route"))) {
                    for (Received span : collector.spans()) {
                        if (span.trace().equals(request.trace())
                                && span.service().equals(service)
                                && span.name().equals(name)) {
                            return span;
                        }
                    }
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError("no " + name + " of " + service + " among " + collector.spans());
    }

    private static Received parentOf(Received child) {
        return collector.spans().stream()
                .filter(span -> span.id().equals(child.parent()) && span.trace().equals(child.trace()))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Four bodies at a time that are each larger than the edge's heap. One device reads the first megabyte and no more
     * before the others are done, another sends no more than that.
     */
    @Test
    void a_hundred_megabytes_each_way_pass_through_a_small_heap_however_slow_the_device() throws Exception {
        // Given
        try (Phone warm = phone(HttpClient.Version.HTTP_1_1)) {
            download(warm, 10 * MEGABYTE, NEVER_SLOW);
            upload(warm, 10 * MEGABYTE, NEVER_SLOW);
        }
        long before = highWater();
        CountDownLatch others = new CountDownLatch(2);

        // When
        try (ExecutorService devices = Executors.newVirtualThreadPerTaskExecutor();
                Phone slowDown = phone(HttpClient.Version.HTTP_1_1);
                Phone slowUp = phone(HttpClient.Version.HTTP_2);
                Phone fastDown = phone(HttpClient.Version.HTTP_2);
                Phone fastUp = phone(HttpClient.Version.HTTP_1_1)) {
            Future<Long> slowlyRead = devices.submit(() -> download(slowDown, HUNDRED_MEGABYTES, others));
            Future<String> slowlySent = devices.submit(() -> upload(slowUp, HUNDRED_MEGABYTES, others));
            Future<Long> read = devices.submit(() -> download(fastDown, HUNDRED_MEGABYTES, NEVER_SLOW));
            Future<String> sent = devices.submit(() -> upload(fastUp, HUNDRED_MEGABYTES, NEVER_SLOW));

            // Then
            assertThat(read.get()).isEqualTo(HUNDRED_MEGABYTES);
            others.countDown();
            assertThat(sent.get()).contains("\"bodyBytes\": " + HUNDRED_MEGABYTES);
            others.countDown();
            assertThat(slowlyRead.get()).isEqualTo(HUNDRED_MEGABYTES);
            assertThat(slowlySent.get()).contains("\"bodyBytes\": " + HUNDRED_MEGABYTES);
        }
        assertThat(highWater() - before).as("bytes that the edge grew by").isLessThan(HUNDRED_MEGABYTES);
        assertThat(gateway.logs()).doesNotContain("OutOfMemory");
    }

    private static final CountDownLatch NEVER_SLOW = new CountDownLatch(0);

    private static long download(Phone phone, long bytes, CountDownLatch others)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = phone.stream(
                "GET", EWS + "?lab=download&bytes=" + bytes, BodyPublishers.noBody(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            long begun = body.readNBytes((int) MEGABYTE).length;
            others.await();
            return begun + body.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static String upload(Phone phone, long bytes, CountDownLatch others)
            throws IOException, InterruptedException {
        BodyPublisher body = BodyPublishers.ofInputStream(() -> new SlowZeros(bytes, others));
        return phone.stream("POST", EWS, body, BodyHandlers.ofString()).body();
    }

    /** Zeros that stop after the first megabyte until others are done. */
    private static final class SlowZeros extends InputStream {
        private final long length;
        private final CountDownLatch others;
        private long given;

        SlowZeros(long length, CountDownLatch others) {
            this.length = length;
            this.others = others;
        }

        @Override
        public int read() throws IOException {
            return read(new byte[1], 0, 1) < 0 ? -1 : 0;
        }

        @Override
        public int read(byte[] buffer, int offset, int wanted) throws IOException {
            if (given == length) {
                return -1;
            }
            if (given >= MEGABYTE) {
                try {
                    others.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            int size = (int) Math.min(wanted, length - given);
            given += size;
            return size;
        }
    }

    /** The most memory the edge's process ever had. */
    private static long highWater() throws IOException {
        Path status =
                Path.of("/proc", Long.toString(gateway.process("edge-proxy").pid()), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    private static double metric(String service, String begin) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String all = client.send(
                            HttpRequest.newBuilder(URI.create(
                                            "http://127.0.0.1:" + gateway.managementPort(service) + "/q/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            return all.lines()
                    .filter(line -> line.startsWith(begin))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    private static Phone phone(HttpClient.Version version) {
        return new Phone(gateway, gateway.pki().devices().user(ALICE), version);
    }
}
