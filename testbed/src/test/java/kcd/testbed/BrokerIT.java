package kcd.testbed;

import static io.restassured.RestAssured.given;
import static kcd.testbed.BrokerCalls.refusal;
import static kcd.testbed.BrokerCalls.stub;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import kcd.ticket.v1.MintTokenRequest;
import kcd.ticket.v1.MintTokenResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged broker, asked by a gRPC client that has nothing but the contract. */
class BrokerIT {
    private static final String MAIL = "HTTP/exch.worldwide.test";

    private static BedGateway gateway;
    private static ManagedChannel tester;
    private static ManagedChannel edge;
    private static ManagedChannel stranger;

    @BeforeAll
    static void start() throws Exception {
        gateway = new BedGateway(Bed.current(), Path.of("target", "broker-it").toAbsolutePath());
        gateway.start();
        tester = channel("tester");
        edge = channel("edge-proxy");
        stranger = channel("stranger");
    }

    @AfterAll
    static void stop() throws Exception {
        tester.shutdownNow();
        edge.shutdownNow();
        stranger.shutdownNow();
        gateway.close();
    }

    @Test
    void a_certificate_becomes_a_token_with_the_name_and_the_end_of_its_ticket() throws Exception {
        // When
        MintTokenResponse minted = stub(edge).mintToken(byCertificate("alice@WORLDWIDE.TEST", MAIL));

        // Then
        assertThat(minted.getClientPrincipal()).isEqualTo("alice@WORLDWIDE.TEST");
        assertThat(minted.getSpnegoToken().byteAt(0)).isEqualTo((byte) 0x60);
        assertThat(Instant.ofEpochSecond(minted.getTicketEndTime().getSeconds()))
                .isAfter(Instant.now());
    }

    @Test
    void no_two_tokens_are_the_same() throws Exception {
        MintTokenRequest request = byCertificate("alice@WORLDWIDE.TEST", MAIL);
        assertThat(stub(edge).mintToken(request).getSpnegoToken())
                .isNotEqualTo(stub(edge).mintToken(request).getSpnegoToken());
    }

    @Test
    void a_caller_that_may_names_a_user_without_a_certificate() {
        // When
        MintTokenResponse minted = stub(tester).mintToken(byUpn("bob@WORLDWIDE.TEST", MAIL));

        // Then
        assertThat(minted.getClientPrincipal()).isEqualTo("bob@WORLDWIDE.TEST");
    }

    @Test
    void a_caller_that_may_not_name_users_is_refused() {
        assertThat(refusal(edge, byUpn("bob@WORLDWIDE.TEST", MAIL)).getReason())
                .isEqualTo("FAILURE_REASON_ASSERTION_NOT_ALLOWED");
    }

    @Test
    void a_caller_nobody_configured_is_refused() throws Exception {
        assertThat(refusal(stranger, byCertificate("alice@WORLDWIDE.TEST", MAIL))
                        .getReason())
                .isEqualTo("FAILURE_REASON_CALLER_UNKNOWN");
    }

    @Test
    void a_target_nobody_allowed_is_refused() throws Exception {
        assertThat(refusal(edge, byCertificate("alice@WORLDWIDE.TEST", "HTTP/elsewhere.test"))
                        .getReason())
                .isEqualTo("FAILURE_REASON_TARGET_NOT_ALLOWED");
    }

    @Test
    void a_refusal_says_what_class_it_is_of_and_what_to_do() throws Exception {
        // When
        ErrorInfo user = refusal(edge, byCertificate("disabled@WORLDWIDE.TEST", MAIL));
        ErrorInfo delegation = refusal(edge, byCertificate("alice@WORLDWIDE.TEST", "HTTP/other.worldwide.test"));

        // Then
        assertThat(user.getDomain()).isEqualTo("kcd.ticket.v1");
        assertThat(user.getReason()).isEqualTo("FAILURE_REASON_USER_REVOKED");
        assertThat(user.getMetadataOrThrow("class")).isEqualTo("FAILURE_CLASS_PERMANENT");
        assertThat(user.getMetadataOrThrow("kerberos_error")).isEqualTo("18");
        assertThat(delegation.getReason()).isEqualTo("FAILURE_REASON_DELEGATION_NOT_ALLOWED");
        assertThat(delegation.getMetadataOrThrow("class")).isEqualTo("FAILURE_CLASS_CONFIGURATION");
        assertThat(delegation.getMetadataOrThrow("remedy"))
                .contains("msDS-AllowedToDelegateTo")
                .contains("SVC_awseg")
                .contains("HTTP/other.worldwide.test");
    }

    @Test
    void every_one_of_many_calls_at_once_gets_its_own_answer() throws Exception {
        // Given
        List<String> users = List.of("alice@WORLDWIDE.TEST", "bob@WORLDWIDE.TEST", "carol@AMER.WORLDWIDE.TEST");
        List<MintTokenRequest> requests = new ArrayList<>();
        for (String user : users) {
            requests.add(byCertificate(user, MAIL));
        }

        // When
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 1_500; i++) {
                MintTokenRequest request = requests.get(i % users.size());
                answers.add(threads.submit(() -> stub(edge).mintToken(request).getClientPrincipal()));
            }
        }

        // Then
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get()).isEqualTo(users.get(i % users.size()));
        }
    }

    @Test
    void a_cold_mint_asks_the_kdc_twice_and_a_warm_one_not_at_all() throws Exception {
        // Given a warm ticket-granting ticket
        stub(edge).mintToken(byCertificate("alice@WORLDWIDE.TEST", MAIL));
        MintTokenRequest erik = byCertificate("erik@EMEA.WORLDWIDE.TEST", MAIL);
        MintTokenRequest mapped = byCertificate("mapped@WORLDWIDE.TEST", MAIL);
        stub(edge).mintToken(erik);
        double before = exchanges();

        // When
        stub(edge).mintToken(mapped);
        double cold = exchanges() - before;
        stub(edge).mintToken(mapped);
        stub(edge).mintToken(erik);
        double warm = exchanges() - before - cold;

        // Then
        assertThat(cold).isEqualTo(2);
        assertThat(warm).isZero();
    }

    private static double exchanges() {
        return given().port(gateway.managementPort("ticket-broker"))
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("kcd_broker_kdc_exchanges_seconds_count"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static ManagedChannel channel(String caller) {
        return BrokerCalls.channel(gateway, caller);
    }

    private static MintTokenRequest byCertificate(String upn, String spn) {
        return BrokerCalls.byCertificate(gateway.pki().devices().user(upn), spn);
    }

    private static MintTokenRequest byUpn(String upn, String spn) {
        return MintTokenRequest.newBuilder()
                .setUserPrincipalName(upn)
                .setTargetSpn(spn)
                .build();
    }
}
