package kcd.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.pki.workshop.Credential;
import kcd.ticket.v1.MintTokenResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole path for certificates that say nothing of their holders: the directory, or the KDC, says whose they are. */
class MappedGatewayIT {
    private static final Bed BED = Bed.current();
    private static final String MAIL = "HTTP/exch.worldwide.test";
    private static final Principal ALICE = Principal.parse("alice@WORLDWIDE.TEST");
    private static final Principal SEARCHER = Principal.parse("SVC_awseg@WORLDWIDE.TEST");

    private static BedGateway gateway;
    private static Crowd directory;
    private static Credential published;

    @BeforeAll
    static void start() throws Exception {
        gateway = new BedGateway(BED, Path.of("target", "mapped-gateway-it").toAbsolutePath());
        published = device();
        directory = Crowd.in(BED, new Realm("WORLDWIDE.TEST"));
        directory.publish(BED.dn(ALICE), published);
        BED.sync();
        gateway.start(BED.mapping(SEARCHER, BED.ca()));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        directory.withdraw(BED.dn(ALICE), published);
        directory.close();
    }

    @Test
    void a_certificate_that_the_directory_publishes_opens_its_users_mailbox() throws Exception {
        try (Phone phone = new Phone(gateway, published)) {
            HttpResponse<String> answer = phone.get("/worldwide/");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("X-Remote-User")).contains(ALICE.toString());
        }
    }

    @Test
    void a_certificate_that_nobody_has_opens_none() throws Exception {
        try (Phone phone = new Phone(gateway, device())) {
            HttpResponse<String> answer = phone.get("/worldwide/");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("MAPPING_FAILED");
        }
    }

    @Test
    void the_name_in_a_certificate_does_not_make_up_for_what_the_directory_lacks() throws Exception {
        try (Phone phone = new Phone(gateway, gateway.pki().devices().user("bob@WORLDWIDE.TEST"))) {
            HttpResponse<String> answer = phone.get("/worldwide/");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("MAPPING_FAILED");
        }
    }

    @Test
    void the_kdc_says_whose_certificate_it_is_where_it_is_the_source() throws Exception {
        // Given
        try (var asking =
                new BedGateway(BED, Path.of("target", "mapped-broker-it").toAbsolutePath())) {
            asking.startBroker(Map.of(
                    "kcd.certificate-mapping.enabled", "true",
                    "kcd.certificate-mapping.sources", "kdc",
                    "kcd.client-certificates.trust-store", gateway.deviceCa(),
                    "kcd.revocation.enabled", "false"));
            ManagedChannel edge = BrokerCalls.channel(asking, "edge-proxy");

            // When
            MintTokenResponse minted = BrokerCalls.stub(edge).mintToken(BrokerCalls.byCertificate(published, MAIL));
            ErrorInfo refused = BrokerCalls.refusal(edge, BrokerCalls.byCertificate(device(), MAIL));
            edge.shutdownNow();

            // Then
            assertThat(minted.getClientPrincipal()).isEqualTo(ALICE.toString());
            assertThat(refused.getMetadataOrThrow("class")).isEqualTo("FAILURE_CLASS_PERMANENT");
        }
    }

    private static Credential device() {
        return gateway.pki().devices().leaf("A device").issue();
    }
}
