package kcd.broker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import kcd.broker.client.BrokerClient;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.TestCa;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates in, right user at a real web server out; by real KDCs, over real trusts. */
class RealDomainIT {
    private static final String MAIL = "HTTP/exch.worldwide.test";
    private static final TestCa USERS = CertificateWorkshop.now().root("Users CA");
    private static final TestCa DEPLOYMENT = CertificateWorkshop.now().root("Deployment CA");
    private static final int HTTP_PORT = 8080;

    @TempDir
    static Path folder;

    private static BrokerProcess broker;
    private static BrokerClient edge;

    @BeforeAll
    static void start() throws IOException {
        broker = new BrokerProcess(folder, settings());
        broker.awaitReady();
        var own = DEPLOYMENT.service("edge-proxy").writePem(folder, "edge");
        edge = new BrokerClient(
                "localhost", broker.port(), own.certificate(), own.privateKey(), folder.resolve("deployment.pem"));
    }

    @AfterAll
    static void stop() {
        edge.close();
        broker.close();
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({
        "alice@WORLDWIDE.TEST, exch.worldwide.test, 127.0.91.1, alice@WORLDWIDE.TEST",
        "carol@AMER.WORLDWIDE.TEST, exch.worldwide.test, 127.0.91.1, carol@AMER.WORLDWIDE.TEST",
        "alice@WORLDWIDE.TEST, exch.amer.worldwide.test, 127.0.92.1, alice@WORLDWIDE.TEST",
        "carol@AMER.WORLDWIDE.TEST, exch.emea.worldwide.test, 127.0.93.1, carol@AMER.WORLDWIDE.TEST",
        "carol.c@corp.example, exch.worldwide.test, 127.0.91.1, carol.c\\@corp.example@AMER.WORLDWIDE.TEST"
    })
    void the_web_server_names_the_certificates_user(String upn, String host, String address, String remoteUser)
            throws IOException {
        // When
        var token = edge.stub().mintToken(request(upn, "HTTP/" + host)).getSpnegoToken();

        // Then
        assertThat(get(address, host, token)).startsWith("HTTP/1.1 200").contains("X-Remote-User: " + remoteUser);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "nobody@WORLDWIDE.TEST, HTTP/exch.worldwide.test, USER_UNKNOWN",
        "nobody@unknown.example, HTTP/exch.worldwide.test, USER_UNKNOWN",
        "disabled@WORLDWIDE.TEST, HTTP/exch.worldwide.test, USER_REVOKED",
        "expired@WORLDWIDE.TEST, HTTP/exch.worldwide.test, USER_REVOKED",
        "sensitive@WORLDWIDE.TEST, HTTP/exch.worldwide.test, USER_NOT_DELEGABLE",
        "protected@WORLDWIDE.TEST, HTTP/exch.worldwide.test, USER_NOT_DELEGABLE",
        "amersens@AMER.WORLDWIDE.TEST, HTTP/exch.worldwide.test, USER_NOT_DELEGABLE",
        "alice@WORLDWIDE.TEST, HTTP/other.worldwide.test, DELEGATION_NOT_ALLOWED",
        "alice@WORLDWIDE.TEST, HTTP/closed.emea.worldwide.test, DELEGATION_NOT_ALLOWED",
        "alice@WORLDWIDE.TEST, HTTP/nothing.worldwide.test, TARGET_UNKNOWN"
    })
    void a_refusal_names_its_cause(String upn, String spn, String reason) {
        // When
        var failure = catchThrowableOfType(
                StatusRuntimeException.class, () -> edge.stub().mintToken(request(upn, spn)));

        // Then
        var info = BrokerClient.errorInfo(failure);
        assertThat(info.getReason()).isEqualTo("FAILURE_REASON_" + reason);
        assertThat(info.getMetadataOrThrow("remedy")).isNotBlank();
    }

    @Test
    void a_cold_mint_asks_twice_and_a_warm_one_not_at_all() throws Exception {
        // Given
        double before = exchanges();

        // When
        edge.stub().mintToken(request("bob@WORLDWIDE.TEST", MAIL));
        double cold = exchanges() - before;
        edge.stub().mintToken(request("bob@WORLDWIDE.TEST", MAIL));
        double warm = exchanges() - before - cold;

        // Then
        assertThat(cold).isEqualTo(2);
        assertThat(warm).isZero();
    }

    @Test
    void a_token_is_good_for_one_use() throws IOException {
        // Given
        var token = edge.stub().mintToken(request("alice@WORLDWIDE.TEST", MAIL)).getSpnegoToken();
        get("127.0.91.1", "exch.worldwide.test", token);

        // When
        var another =
                edge.stub().mintToken(request("alice@WORLDWIDE.TEST", MAIL)).getSpnegoToken();

        // Then
        assertThat(another).isNotEqualTo(token);
        assertThat(get("127.0.91.1", "exch.worldwide.test", another)).startsWith("HTTP/1.1 200");
    }

    @Test
    void the_log_holds_no_token() throws IOException {
        // Given
        var token = edge.stub().mintToken(request("alice@WORLDWIDE.TEST", MAIL)).getSpnegoToken();

        // When
        String log = broker.log();

        // Then
        String base64 = Base64.getEncoder().encodeToString(token.toByteArray());
        assertThat(log).contains("\"principal\":\"alice@WORLDWIDE.TEST\"");
        assertThat(log).doesNotContain(base64.substring(0, 40)).doesNotContain(base64.substring(base64.length() - 40));
    }

    @Test
    void a_bad_start_lists_its_faults_and_ends_with_code_2(@TempDir Path other) throws Exception {
        // Given
        Map<String, String> settings = settings();
        settings.put("kcd.service-account.principal", "somebody@WORLDWIDE.TEST");
        settings.put("kcd.domains.\"lower.test\".domain-controllers", "dc1");

        // When
        try (var refused = new BrokerProcess(other, settings)) {
            int code = refused.exitCode();

            // Then
            assertThat(code).isEqualTo(2);
            assertThat(refused.log())
                    .contains("ticket-broker does not start: 2 faults")
                    .contains("has no AES key of somebody@WORLDWIDE.TEST; it holds keys of ")
                    .contains("write LOWER.TEST")
                    .doesNotContain("\tat ");
        }
    }

    private static double exchanges() throws IOException, InterruptedException {
        return broker.metric("kcd_broker_kdc_exchanges_seconds_count", "");
    }

    private static kcd.ticket.v1.MintTokenRequest request(String upn, String spn) {
        return BrokerClient.byCertificate(USERS.user(upn).chain(), spn).build();
    }

    private static String get(String address, String host, ByteString token) throws IOException {
        try (var socket = new Socket(address, HTTP_PORT)) {
            String authorization = Base64.getEncoder().encodeToString(token.toByteArray());
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Negotiate " + authorization
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static Map<String, String> settings() {
        Path bed = Path.of(System.getProperty("kcd.testbed"));
        var own = DEPLOYMENT.service("localhost").writePem(folder, "broker");
        var settings = new LinkedHashMap<String, String>();
        settings.put("kcd.mtls.certificate", own.certificate().toString());
        settings.put("kcd.mtls.private-key", own.privateKey().toString());
        settings.put(
                "kcd.mtls.trust-store",
                DEPLOYMENT.writeCertificate(folder, "deployment").toString());
        settings.put(
                "kcd.client-certificates.trust-store",
                USERS.writeCertificate(folder, "users").toString());
        settings.put("kcd.service-account.principal", "SVC_awseg@WORLDWIDE.TEST");
        settings.put(
                "kcd.service-account.keytab",
                bed.resolve("WORLDWIDE.TEST").resolve("SVC_awseg.keytab").toString());
        settings.put("kcd.domains.\"WORLDWIDE.TEST\".domain-controllers", "127.0.91.1");
        settings.put("kcd.domains.\"AMER.WORLDWIDE.TEST\".domain-controllers", "127.0.92.1");
        settings.put("kcd.domains.\"EMEA.WORLDWIDE.TEST\".domain-controllers", "127.0.93.1");
        settings.put("kcd.callers.edge.san", "edge-proxy");
        settings.put(
                "kcd.callers.edge.allowed-spns",
                MAIL + ",HTTP/other.worldwide.test,HTTP/nothing.worldwide.test,HTTP/exch.amer.worldwide.test,"
                        + "HTTP/exch.emea.worldwide.test,HTTP/closed.emea.worldwide.test");
        return settings;
    }
}
