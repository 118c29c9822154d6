package kcd.testbed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kcd.pki.workshop.CertificateBuilder;
import kcd.ticket.v1.ExplainRequest;
import kcd.ticket.v1.ExplainResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The SID in the PAC of Samba's own KDC (MIT's sends none): against the certificate's, KB5014754, and explained. */
@EnabledIfSystemProperty(named = "testbed.samba", matches = ".+", disabledReason = "no bed with Samba's KDC is named")
class SidCheckIT {
    private static final String MAIL = "HTTP/exch.worldwide.test";
    private static final String ALICE = "alice@WORLDWIDE.TEST";
    private static final String NOBODY = "S-1-5-21-1-2-3-500";

    private static String aliceSid;

    private BedGateway gateway;
    private ManagedChannel edge;

    @BeforeAll
    static void askTheDirectory() throws Exception {
        aliceSid = sidOf("alice");
    }

    @AfterEach
    void stop() throws Exception {
        edge.shutdownNow();
        gateway.close();
    }

    @Test
    void enforce_mints_for_the_account_of_the_certificate_and_for_no_other() throws Exception {
        // Given
        start("enforce");

        // When
        String own = BrokerCalls.stub(edge)
                .mintToken(BrokerCalls.byCertificate(alice().sid(aliceSid).issue(), MAIL))
                .getClientPrincipal();
        ErrorInfo others = BrokerCalls.refusal(
                edge, BrokerCalls.byCertificate(alice().sid(NOBODY).issue(), MAIL));
        String without = BrokerCalls.stub(edge)
                .mintToken(BrokerCalls.byCertificate(alice().issue(), MAIL))
                .getClientPrincipal();

        // Then
        assertThat(own).isEqualTo(ALICE);
        assertThat(others.getReason()).isEqualTo("FAILURE_REASON_SID_MISMATCH");
        assertThat(others.getMetadataOrThrow("class")).isEqualTo("FAILURE_CLASS_PERMANENT");
        assertThat(without).isEqualTo(ALICE);
        assertThat(gateway.logs())
                .contains("\"accountSid\":\"" + aliceSid + "\"")
                .contains("\"sids\":[\"" + NOBODY + "\"]")
                .contains("\"kdc\":\"127.0.84.1:88\"")
                .contains("\"sidCheck\":\"MATCH\"");
    }

    @Test
    void warn_mints_and_counts() throws Exception {
        // Given
        start("warn");

        // When
        String minted = BrokerCalls.stub(edge)
                .mintToken(BrokerCalls.byCertificate(alice().sid(NOBODY).issue(), MAIL))
                .getClientPrincipal();

        // Then
        assertThat(minted).isEqualTo(ALICE);
        assertThat(given().port(gateway.managementPort("ticket-broker"))
                        .get("/q/metrics")
                        .asString())
                .contains("kcd_broker_sid_checks_total{result=\"MISMATCH\"} 1.0");
    }

    @Test
    void explain_tells_the_accounts_sid_and_what_the_pac_says_of_it() throws Exception {
        // Given
        start("off");
        ManagedChannel tester = BrokerCalls.channel(gateway, "tester");

        // When
        ExplainResponse explanation = BrokerCalls.stub(tester)
                .explain(ExplainRequest.newBuilder()
                        .setUserPrincipalName(ALICE)
                        .setTargetSpn(MAIL)
                        .build());
        tester.shutdownNow();

        // Then
        assertThat(explanation.getSuccess()).as(explanation.toString()).isTrue();
        assertThat(explanation.getStepsList())
                .filteredOn(step -> step.getTitle().equals("Evidence ticket"))
                .singleElement()
                .satisfies(step -> assertThat(step.getDetail())
                        .contains("PAC: account alice, SID " + aliceSid + ",")
                        .contains("not marked sensitive"));
    }

    private void start(String mode) throws Exception {
        gateway = new BedGateway(
                Bed.ofSamba(), Path.of("target", "sid-check-" + mode).toAbsolutePath());
        gateway.startBroker(Map.of("kcd.identity.sid-check", mode, "kcd.revocation.enabled", "false"));
        edge = BrokerCalls.channel(gateway, "edge-proxy");
    }

    private CertificateBuilder alice() {
        return gateway.pki().devices().leaf("alice").upn(ALICE);
    }

    /** From the directory itself, by its administrator's tool. */
    private static String sidOf(String account) throws IOException, InterruptedException {
        Path directory = Path.of(System.getProperty("testbed.samba"), "WORLDWIDE.TEST", "samba", "private", "sam.ldb");
        Process search = new ProcessBuilder(
                        "ldbsearch", "-H", directory.toString(), "(sAMAccountName=" + account + ")", "objectSid")
                .redirectErrorStream(true)
                .start();
        String output = new String(search.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(search.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Matcher sid = Pattern.compile("objectSid: (S-[0-9-]+)").matcher(output);
        assertThat(sid.find()).as(output).isTrue();
        return sid.group(1);
    }
}
