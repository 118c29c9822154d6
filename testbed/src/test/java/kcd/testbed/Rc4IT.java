package kcd.testbed;

import static io.restassured.RestAssured.given;
import static kcd.testbed.BrokerCalls.byCertificate;
import static kcd.testbed.BrokerCalls.refusal;
import static kcd.testbed.BrokerCalls.stub;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.name.Principal;
import kcd.pki.workshop.Credential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RC4 before MIT's KDC, and what the packaged broker makes of it. */
class Rc4IT extends Rc4Suite {
    @TempDir
    Path directory;

    Rc4IT() {
        super(Bed.current());
    }

    @Test
    void the_kdc_says_whose_certificate_it_is_by_a_checksum_that_the_protected_part_repeats() throws Exception {
        // Given
        Principal bob = Principal.parse("bob@WORLDWIDE.TEST");
        Engine engine = meddled(PermittedEnctypes.AES_AND_RC4);

        // When
        var evidence = engine.impersonateHolder(bed.certificate(bob));

        // Then
        assertThat(evidence.user()).isEqualTo(bob);
    }

    @Test
    void the_broker_mints_by_an_account_and_for_a_target_without_aes_and_warns_of_it() throws Exception {
        try (BedGateway gateway = broker(Map.of(
                "kcd.kerberos.allow-rc4",
                "true",
                "kcd.service-account.principal",
                RC4_SERVICE.toString(),
                "kcd.service-account.keytab",
                bed.keytabFile(RC4_SERVICE).toString()))) {
            // When
            ManagedChannel edge = BrokerCalls.channel(gateway, "edge-proxy");
            var minted = stub(edge).mintToken(byCertificate(alice(gateway), MAIL));
            var forOld = stub(edge).mintToken(byCertificate(alice(gateway), OLD_MAIL));
            edge.shutdownNow();

            // Then
            assertThat(minted.getClientPrincipal()).isEqualTo(ALICE);
            assertThat(forOld.getClientPrincipal()).isEqualTo(ALICE);
            assertThat(gateway.logs()).contains("RC4 is allowed by kcd.kerberos.allow-rc4");
            assertThat(metrics(gateway)).contains("kcd_broker_rc4_allowed 1.0");
        }
    }

    @Test
    void the_broker_refuses_a_target_without_aes_and_says_what_mends_it() throws Exception {
        try (BedGateway gateway = broker(Map.of())) {
            // When
            ManagedChannel edge = BrokerCalls.channel(gateway, "edge-proxy");
            ErrorInfo refused = refusal(edge, byCertificate(alice(gateway), OLD_MAIL));
            edge.shutdownNow();

            // Then
            assertThat(refused.getReason()).isEqualTo("FAILURE_REASON_ENCRYPTION_TYPE");
            assertThat(refused.getMetadataOrThrow("class")).isEqualTo("FAILURE_CLASS_CONFIGURATION");
            assertThat(refused.getMetadataOrThrow("remedy"))
                    .contains("msDS-SupportedEncryptionTypes")
                    .contains("(servicePrincipalName=" + OLD_MAIL + ")")
                    .contains("Set-ADAccountPassword");
            assertThat(metrics(gateway)).contains("kcd_broker_rc4_allowed 0.0");
        }
    }

    private BedGateway broker(Map<String, String> changed) throws Exception {
        Map<String, String> settings = new HashMap<>(changed);
        settings.put("kcd.revocation.enabled", "false");
        settings.put("kcd.callers.edge.allowed-spns", MAIL + "," + OLD_MAIL);
        BedGateway gateway = new BedGateway(bed, directory);
        try {
            gateway.startBroker(settings);
            return gateway;
        } catch (Exception e) {
            gateway.close();
            throw e;
        }
    }

    private static Credential alice(BedGateway gateway) {
        return gateway.pki().devices().user(ALICE);
    }

    private static String metrics(BedGateway gateway) {
        return given().get("http://127.0.0.1:" + gateway.managementPort("ticket-broker") + "/q/metrics")
                .asString();
    }
}
