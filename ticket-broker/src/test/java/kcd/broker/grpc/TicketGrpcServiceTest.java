package kcd.broker.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import kcd.broker.client.BrokerClient;
import kcd.broker.fake.Await;
import kcd.broker.fake.ExpectedRefusal;
import kcd.broker.fake.FakeTicketSource;
import kcd.broker.refusal.RefusalReason;
import kcd.pki.name.IdentityFault;
import kcd.pki.workshop.Specimen;
import kcd.ticket.v1.ExplainRequest;
import kcd.ticket.v1.ExplainStep;
import kcd.ticket.v1.FailureReason;
import kcd.ticket.v1.MintTokenRequest;
import kcd.ticket.v1.TicketBrokerGrpc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real service over real mutual TLS; only the domain behind it is in memory. */
@QuarkusTest
@QuarkusTestResource(BrokerTestResource.class)
class TicketGrpcServiceTest {
    private static final String MAIL = "HTTP/mail.a.test";

    @TestHTTPResource(value = "/", tls = true)
    URL service;

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @Inject
    FakeTicketSource domain;

    @Test
    void mints_a_token_for_the_holder_of_a_certificate() throws IOException {
        try (var edge = client("edge")) {
            // When
            var response = edge.stub().mintToken(certificateRequest("alice").build());

            // Then
            assertThat(response.getSpnegoToken().toStringUtf8()).startsWith("alice@a.test -> " + MAIL);
            assertThat(response.getClientPrincipal()).isEqualTo("alice@A.TEST");
            assertThat(response.getTicketEndTime().getSeconds()).isPositive();
        }
    }

    @Test
    void answers_many_calls_at_once_on_one_connection() throws Exception {
        // Given
        try (var edge = client("edge")) {
            var stub = TicketBrokerGrpc.newFutureStub(edge.channel());
            MintTokenRequest request = certificateRequest("alice").build();
            edge.stub().mintToken(request);

            // When
            var calls = IntStream.range(0, 500)
                    .mapToObj(i -> stub.mintToken(request))
                    .toList();

            // Then
            for (var call : calls) {
                assertThat(call.get(1, TimeUnit.MINUTES).getClientPrincipal()).isEqualTo("alice@A.TEST");
            }
        }
    }

    @Test
    void binds_the_token_to_the_channel() throws IOException {
        try (var edge = client("edge")) {
            // When
            var response = edge.stub()
                    .mintToken(certificateRequest("alice")
                            .setTlsServerEndPoint(ByteString.copyFrom(new byte[32]))
                            .build());

            // Then
            assertThat(response.getSpnegoToken().toStringUtf8()).endsWith("bound to 32 bytes");
        }
    }

    @Test
    void refuses_a_caller_that_nobody_configured() throws IOException {
        assertThat(failure("stranger", certificateRequest("alice")))
                .isEqualTo("PERMISSION_DENIED FAILURE_REASON_CALLER_UNKNOWN FAILURE_CLASS_REQUEST");
    }

    @Test
    void refuses_an_assertion_of_a_caller_that_must_show_certificates() throws IOException {
        assertThat(failure("edge", BrokerClient.byUpn("alice@a.test", MAIL)))
                .isEqualTo("PERMISSION_DENIED FAILURE_REASON_ASSERTION_NOT_ALLOWED FAILURE_CLASS_REQUEST");
    }

    @Test
    void believes_a_caller_that_may_assert() throws IOException {
        try (var cron = client("cron")) {
            assertThat(cron.stub()
                            .mintToken(BrokerClient.byUpn("bob@a.test", MAIL).build())
                            .getClientPrincipal())
                    .isEqualTo("bob@A.TEST");
        }
    }

    @Test
    void refuses_a_target_outside_the_callers_list() throws IOException {
        assertThat(failure("edge", certificateRequest("alice").setTargetSpn("HTTP/secrets.a.test")))
                .isEqualTo("PERMISSION_DENIED FAILURE_REASON_TARGET_NOT_ALLOWED FAILURE_CLASS_REQUEST");
    }

    @Test
    void refuses_certificates_that_name_nobody_or_come_from_elsewhere() throws IOException {
        assertThat(failure("edge", certificateRequest("nameless")))
                .isEqualTo("FAILED_PRECONDITION FAILURE_REASON_NO_IDENTITY FAILURE_CLASS_PERMANENT");
        assertThat(failure("edge", certificateRequest("foreign")))
                .isEqualTo("FAILED_PRECONDITION FAILURE_REASON_CERTIFICATE_REJECTED FAILURE_CLASS_PERMANENT");
    }

    static List<PostedSpecimen> specimens() throws IOException {
        return PostedSpecimen.readAll(file(""));
    }

    /** Every kind of certificate, as an edge may pass it on. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("specimens")
    void mints_or_refuses_for_each_specimen_of_the_matrix(PostedSpecimen specimen) throws IOException {
        // Given
        MintTokenRequest request = MintTokenRequest.newBuilder()
                .setCertificateChain(specimen.chain())
                .setTargetSpn(MAIL)
                .build();

        // When, Then
        try (var edge = client("edge")) {
            assertThat(verdict(edge, request)).as(specimen.description()).isEqualTo(expected(specimen));
        }
    }

    private static String verdict(BrokerClient edge, MintTokenRequest request) {
        try {
            return edge.stub().mintToken(request).getSpnegoToken().isEmpty() ? "no token" : Specimen.ADMITTED;
        } catch (StatusRuntimeException refused) {
            if (refused.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
                return Status.Code.RESOURCE_EXHAUSTED.name();
            }
            String reason = BrokerClient.errorInfo(refused).getReason().replace("FAILURE_REASON_", "");
            return ExpectedRefusal.told(
                    reason, String.valueOf(refused.getStatus().getDescription()));
        }
    }

    private static String expected(PostedSpecimen specimen) {
        if (specimen.chain().getSerializedSize() > RequestDecoder.MAX_REQUEST_BYTES) {
            return Status.Code.RESOURCE_EXHAUSTED.name();
        }
        if (specimen.isOutOfBounds()) {
            return RefusalReason.INVALID_REQUEST + " ";
        }
        if (specimen.verdict().equals(IdentityFault.NO_UPN.name())) {
            // No fault where other sources may know the user, as in a broker as configured; here none does.
            return RefusalReason.NO_IDENTITY + " ";
        }
        return specimen.verdict().equals(Specimen.ADMITTED)
                ? Specimen.ADMITTED
                : ExpectedRefusal.of(specimen.verdict());
    }

    @Test
    void passes_the_domains_refusal_on() throws IOException {
        // Given
        domain.refuseUser("locked@a.test", RefusalReason.USER_REVOKED);

        // When, Then
        assertThat(failure("cron", BrokerClient.byUpn("locked@a.test", MAIL)))
                .isEqualTo("FAILED_PRECONDITION FAILURE_REASON_USER_REVOKED FAILURE_CLASS_PERMANENT");
    }

    @Test
    void names_a_malformed_field() throws IOException {
        assertThat(failure("edge", certificateRequest("alice").setTargetSpn("mail")))
                .isEqualTo("INVALID_ARGUMENT FAILURE_REASON_INVALID_REQUEST FAILURE_CLASS_REQUEST");
    }

    @Test
    void explains_step_by_step_why_there_is_no_token() throws IOException {
        try (var cron = client("cron")) {
            // When
            var explanation = cron.stub()
                    .explain(ExplainRequest.newBuilder()
                            .setCertificateChain(certificateRequest("alice").getCertificateChain())
                            .setTargetSpn(MAIL)
                            .build());

            // Then
            assertThat(explanation.getSuccess()).isFalse();
            assertThat(explanation.getReason()).isEqualTo(FailureReason.FAILURE_REASON_KDC_UNAVAILABLE);
            assertThat(explanation.getRemedy()).contains("A.TEST");
            assertThat(explanation.getStepsList())
                    .extracting(ExplainStep::getTitle)
                    .containsExactly(
                            "Certificate chain",
                            "Identity in the certificate",
                            "Revocation of the certificate",
                            "Realm of alice@a.test",
                            "TGT of svc@A.TEST");
            assertThat(explanation.getStepsList())
                    .extracting(ExplainStep::getOk)
                    .containsExactly(true, true, true, true, false);
        }
    }

    @Test
    void explains_nothing_to_a_caller_that_may_not_ask() throws IOException {
        try (var edge = client("edge")) {
            // When
            var failure = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> edge.stub()
                            .explain(ExplainRequest.newBuilder()
                                    .setUserPrincipalName("alice@a.test")
                                    .build()));

            // Then
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(BrokerClient.errorInfo(failure).getReason()).isEqualTo("FAILURE_REASON_EXPLAIN_NOT_ALLOWED");
        }
    }

    @Test
    void refuses_a_message_that_is_too_large_and_goes_on() throws IOException {
        try (var edge = client("edge")) {
            // When
            var failure = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> edge.stub()
                            .mintToken(MintTokenRequest.newBuilder()
                                    .setTargetSpn("x".repeat(2 * RequestDecoder.MAX_REQUEST_BYTES))
                                    .build()));

            // Then
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertStillServes(edge);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"", "00", "0000000010010203", "0000000003ffffff", "ff00000000", "007fffffff00", "0100000001aa"})
    void refuses_a_truncated_or_malformed_message_and_goes_on(String hex) throws Exception {
        // When
        try (var http = http("edge")) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(base() + "kcd.ticket.v1.TicketBroker/MintToken"))
                            .version(Version.HTTP_2)
                            .timeout(Duration.ofSeconds(60))
                            .header("content-type", "application/grpc")
                            .header("te", "trailers")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(
                                    java.util.HexFormat.of().parseHex(hex)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.headers().firstValue("grpc-status").orElse("none"))
                    .isNotEqualTo("0");
        } catch (IOException reset) {
            assertThat(reset).isNotInstanceOf(java.net.http.HttpTimeoutException.class);
        }

        // Then
        try (var edge = client("edge")) {
            assertStillServes(edge);
        }
    }

    @Test
    void lets_nobody_in_without_a_client_certificate() throws Exception {
        try (var http = http(null)) {
            assertThatThrownBy(() -> http.send(
                            HttpRequest.newBuilder(URI.create(base())).build(), HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void presents_a_renewed_certificate_without_a_restart() throws Exception {
        // Given
        X509Certificate renewed = BrokerClient.certificates(file("renewed.crt")).getFirst();
        assertThat(presented()).isNotEqualTo(renewed);

        // When
        Files.copy(file("renewed.key"), file("broker.key"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(file("renewed.crt"), file("broker.crt"), StandardCopyOption.REPLACE_EXISTING);

        // Then
        Await.until(() -> presented().equals(renewed));
        try (var edge = client("edge")) {
            assertStillServes(edge);
        }
    }

    /** What the server shows to a caller that connects now. */
    private X509Certificate presented() {
        try (var socket = (SSLSocket) context("edge").getSocketFactory().createSocket("localhost", service.getPort())) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (Exception failed) {
            throw new AssertionError("no handshake", failed);
        }
    }

    @Test
    void answers_health_questions() throws IOException {
        try (var edge = client("edge")) {
            // When
            var health = HealthGrpc.newBlockingStub(edge.channel())
                    .check(HealthCheckRequest.newBuilder()
                            .setService("kcd.ticket.v1.TicketBroker")
                            .build());

            // Then
            assertThat(health.getStatus()).isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void is_not_ready_while_no_domain_controller_answers_and_shows_metrics() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            assertThat(get(http, "q/health/live").statusCode()).isEqualTo(200);
            assertThat(get(http, "q/health/ready").statusCode()).isEqualTo(503);
            assertThat(get(http, "q/metrics").body()).contains("kcd_broker_tgt_ready 0.0");
        }
    }

    private HttpResponse<String> get(HttpClient http, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + management.getPort() + "/" + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void assertStillServes(BrokerClient edge) throws IOException {
        assertThat(edge.stub().mintToken(certificateRequest("alice").build()).getClientPrincipal())
                .isEqualTo("alice@A.TEST");
    }

    private String failure(String caller, MintTokenRequest.Builder request) throws IOException {
        try (var client = client(caller)) {
            var failure = catchThrowableOfType(
                    StatusRuntimeException.class, () -> client.stub().mintToken(request.build()));
            var info = BrokerClient.errorInfo(failure);
            return failure.getStatus().getCode() + " " + info.getReason() + " " + info.getMetadataOrThrow("class");
        }
    }

    private MintTokenRequest.Builder certificateRequest(String user) throws IOException {
        return BrokerClient.byCertificate(BrokerClient.certificates(file(user + ".crt")), MAIL);
    }

    private BrokerClient client(String name) throws IOException {
        return new BrokerClient(
                "localhost", service.getPort(), file(name + ".crt"), file(name + ".key"), file("deployment.pem"));
    }

    private String base() {
        return "https://localhost:" + service.getPort() + "/";
    }

    private static Path file(String name) {
        return Path.of(System.getProperty(BrokerTestResource.FOLDER), name);
    }

    private static HttpClient http(@org.jspecify.annotations.Nullable String name) throws Exception {
        return HttpClient.newBuilder().sslContext(context(name)).build();
    }

    private static SSLContext context(@org.jspecify.annotations.Nullable String name) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "ca", BrokerClient.certificates(file("deployment.pem")).getFirst());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(name == null ? new KeyManager[0] : keys(name), trust.getTrustManagers(), new SecureRandom());
        return context;
    }

    private static KeyManager[] keys(String name) throws Exception {
        var chain = List.copyOf(BrokerClient.certificates(file(name + ".crt")));
        var key = PemKey.read(file(name + ".key"));
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("key", key, new char[0], chain.toArray(X509Certificate[]::new));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own, new char[0]);
        return factory.getKeyManagers();
    }
}
