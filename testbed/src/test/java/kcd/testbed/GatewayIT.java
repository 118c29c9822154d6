package kcd.testbed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import kcd.kerberos.keytab.KeytabEntry;
import kcd.kerberos.name.Principal;
import kcd.pki.workshop.Credential;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole path, for real: a certificate goes in, Apache's MIT acceptor says whose mailbox answers. */
class GatewayIT {
    private static final Bed BED = Bed.current();
    private static BedGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = new BedGateway(BED, Path.of("target", "gateway-it").toAbsolutePath());
        gateway.start();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
    }

    @ParameterizedTest(name = "{0} at {1} is {2}")
    @CsvSource({
        "alice@WORLDWIDE.TEST,      /worldwide, alice@WORLDWIDE.TEST",
        "bob@WORLDWIDE.TEST,        /worldwide, bob@WORLDWIDE.TEST",
        "carol@AMER.WORLDWIDE.TEST, /worldwide, carol@AMER.WORLDWIDE.TEST",
        "carol@AMER.WORLDWIDE.TEST, /amer,      carol@AMER.WORLDWIDE.TEST",
        "carol@AMER.WORLDWIDE.TEST, /emea,      carol@AMER.WORLDWIDE.TEST",
        "alice@WORLDWIDE.TEST,      /emea,      alice@WORLDWIDE.TEST",
        "erik@EMEA.WORLDWIDE.TEST,  /emea,      erik@EMEA.WORLDWIDE.TEST"
    })
    void a_certificate_opens_its_own_mailbox(String upn, String path, String remoteUser) throws Exception {
        try (Phone phone = new Phone(gateway, user(upn))) {
            HttpResponse<String> answer = phone.get(path + "/");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("X-Remote-User")).contains(remoteUser);
        }
    }

    @ParameterizedTest(name = "{0} by UPN is the user of {1}")
    @CsvSource({
        "alice.liddell@corp.example, WORLDWIDE.TEST",
        "carol.c@corp.example,       AMER.WORLDWIDE.TEST",
        "bob@worldwide.test,         WORLDWIDE.TEST"
    })
    void a_upn_whose_suffix_is_no_realm_finds_its_domain(String upn, String realm) throws Exception {
        try (Phone phone = new Phone(gateway, user(upn))) {
            HttpResponse<String> answer = phone.get("/worldwide/");
            assertThat(answer.statusCode()).isEqualTo(200);
            // MIT's KDC leaves an enterprise name as it is; Active Directory puts the account's name in its place.
            assertThat(answer.headers().firstValue("X-Remote-User").orElseThrow())
                    .endsWith("@" + realm)
                    .startsWith(upn.substring(0, upn.indexOf('@')));
        }
    }

    @ParameterizedTest(name = "{0} at {1}: {2} {3}")
    @CsvSource({
        "disabled@WORLDWIDE.TEST,      /worldwide,      403, USER_REVOKED",
        "expired@WORLDWIDE.TEST,       /worldwide,      403, USER_REVOKED",
        "sensitive@WORLDWIDE.TEST,     /worldwide,      403, USER_NOT_DELEGABLE",
        "protected@WORLDWIDE.TEST,     /worldwide,      403, USER_NOT_DELEGABLE",
        "amersens@AMER.WORLDWIDE.TEST, /emea,           403, USER_NOT_DELEGABLE",
        "nobody@WORLDWIDE.TEST,        /worldwide,      403, USER_UNKNOWN",
        "nobody@corp.example,          /worldwide,      403, USER_UNKNOWN",
        "nobody@AMER.WORLDWIDE.TEST,   /worldwide,      403, USER_UNKNOWN",
        "alice@WORLDWIDE.TEST,         /not-delegated,  503, DELEGATION_NOT_ALLOWED",
        "alice@WORLDWIDE.TEST,         /not-registered, 503, TARGET_UNKNOWN",
        "carol@AMER.WORLDWIDE.TEST,    /closed,         503, DELEGATION_NOT_ALLOWED"
    })
    void a_refusal_names_its_reason_and_is_never_a_401(String upn, String path, int status, String reason)
            throws Exception {
        try (Phone phone = new Phone(gateway, user(upn))) {
            HttpResponse<String> answer = phone.get(path + "/");
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).contains(reason);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
            assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
        }
    }

    @Test
    void a_certificate_without_a_upn_is_refused() throws Exception {
        try (Phone phone =
                new Phone(gateway, gateway.pki().devices().leaf("no upn").issue())) {
            HttpResponse<String> answer = phone.get("/worldwide/");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("NO_IDENTITY");
        }
    }

    @Test
    void a_certificate_with_two_upns_is_refused() throws Exception {
        Credential both = gateway.pki()
                .devices()
                .leaf("two upns")
                .upn("alice@WORLDWIDE.TEST")
                .upn("bob@WORLDWIDE.TEST")
                .issue();
        try (Phone phone = new Phone(gateway, both)) {
            HttpResponse<String> answer = phone.get("/worldwide/");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("NO_IDENTITY");
        }
    }

    @Test
    void a_stranger_with_the_right_name_gets_no_connection() {
        Credential stranger = gateway.pki().foreign().user("alice@WORLDWIDE.TEST");
        try (Phone phone = new Phone(gateway, stranger)) {
            assertThatThrownBy(() -> phone.get("/worldwide/")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void many_requests_of_two_users_over_http2_stay_apart() throws Exception {
        try (Phone alice = new Phone(gateway, user("alice@WORLDWIDE.TEST"), HttpClient.Version.HTTP_2);
                Phone bob = new Phone(gateway, user("bob@WORLDWIDE.TEST"), HttpClient.Version.HTTP_2)) {
            for (int i = 0; i < 20; i++) {
                assertThat(alice.get("/worldwide/").headers().firstValue("X-Remote-User"))
                        .contains("alice@WORLDWIDE.TEST");
                assertThat(bob.get("/worldwide/").headers().firstValue("X-Remote-User"))
                        .contains("bob@WORLDWIDE.TEST");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"edge-proxy,    kcd_edge_", "ticket-broker, kcd_broker_", "crl-service,   kcd_crl_"})
    void each_service_says_it_is_ready_and_counts_what_it_does(String service, String metrics) throws Exception {
        // Given
        try (Phone phone = new Phone(gateway, user("alice@WORLDWIDE.TEST"))) {
            assertThat(phone.get("/worldwide/").statusCode()).isEqualTo(200);
        }

        // Then
        int port = gateway.managementPort(service);
        given().port(port).get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        given().port(port).get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
        given().port(port).get("/q/metrics").then().statusCode(200).body(containsString(metrics));
    }

    @Test
    void every_series_that_an_alert_or_the_dashboard_asks_for_is_exported() throws Exception {
        // Given
        try (Phone phone = new Phone(gateway, user("alice@WORLDWIDE.TEST"))) {
            assertThat(phone.get("/worldwide/").statusCode()).isEqualTo(200);
        }

        // When
        List<MonitoredSeries> exported = Stream.of("edge-proxy", "ticket-broker", "crl-service")
                .map(service -> given().port(gateway.managementPort(service)).get("/q/metrics"))
                .flatMap(answer -> MonitoredSeries.exported(answer.asString()))
                .toList();

        // Then
        assertThat(MonitoredSeries.wanted())
                .hasSizeGreaterThan(25)
                .allSatisfy(wanted -> assertThat(exported).anyMatch(series -> series.answers(wanted)));
    }

    @Test
    void no_key_and_no_token_is_ever_logged() throws Exception {
        // Given
        try (Phone phone = new Phone(gateway, user("alice@WORLDWIDE.TEST"))) {
            assertThat(phone.get("/worldwide/").statusCode()).isEqualTo(200);
        }

        // When
        String logs = gateway.logs();

        // Then
        assertThat(logs).isNotEmpty().doesNotContain("Negotiate YI").doesNotContain("PRIVATE KEY");
        Principal account = Principal.parse("SVC_awseg@WORLDWIDE.TEST");
        List<byte[]> keys = BED.keytab(account).entries().stream()
                .map(KeytabEntry::key)
                .map(key -> key.toArray())
                .toList();
        assertThat(keys).isNotEmpty();
        for (byte[] key : keys) {
            assertThat(logs)
                    .doesNotContainIgnoringCase(HexFormat.of().formatHex(key))
                    .doesNotContain(Base64.getEncoder().encodeToString(key));
        }
        assertThat(gateway.allAlive()).isTrue();
    }

    private static Credential user(String upn) {
        return gateway.pki().devices().user(upn);
    }
}
