package kcd.testbed;

import static kcd.testbed.BrokerCalls.stub;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.Map;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.exchange.KeytabKeys;
import kcd.kerberos.exchange.LongTermKeys;
import kcd.kerberos.exchange.PasswordKeys;
import kcd.kerberos.exchange.ServiceAccount;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.name.Principal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The service account in front of MIT's KDC where that takes keys in FAST armour only. RFC 6113. */
class ArmoredAuthenticationIT {
    private static final Principal SERVICE = Principal.parse("SVC_awseg@WORLDWIDE.TEST");
    private static final Principal ARMOR = Principal.parse("armor@WORLDWIDE.TEST");
    private static final String ALICE = "alice@WORLDWIDE.TEST";
    private static final String MAIL = "HTTP/exch.worldwide.test";

    private final Bed bed = Bed.current();

    @Test
    void a_second_accounts_ticket_armours_it_and_delegation_goes_on_from_there() throws Exception {
        // Given
        Engine engine = engine(keytab(SERVICE), armor());

        // When
        var tgt = engine.tgt(SERVICE.realm());
        int exchanges = engine.exchanges();
        var ticket = engine.delegate(ALICE, MAIL);

        // Then
        assertThat(tgt.credential().client()).isEqualTo(SERVICE);
        assertThat(exchanges).isEqualTo(3);
        assertThat(ticket.credential().client()).isEqualTo(Principal.parse(ALICE));
    }

    @Test
    void without_armour_the_failure_names_the_settings_and_no_key_is_tried() throws Exception {
        // Given
        Engine engine = engine(keytab(SERVICE), null);

        // When
        var failed = catchThrowableOfType(KerberosException.class, () -> engine.tgt(SERVICE.realm()));

        // Then
        assertThat(failed.failure()).isInstanceOf(KerberosFailure.ArmorRequired.class);
        assertThat(failed.failure().remedy())
                .contains("kcd.service-account.armor.principal")
                .contains("kcd.service-account.armor.keytab");
        assertThat(engine.exchanges()).isEqualTo(1);
    }

    @Test
    void a_wrong_key_is_told_inside_the_armour_and_tried_once() throws Exception {
        // Given
        Engine engine = engine(new PasswordKeys(SERVICE, "not the password".toCharArray()), armor());

        // When
        var failed = catchThrowableOfType(KerberosException.class, () -> engine.tgt(SERVICE.realm()));

        // Then
        assertThat(failed.failure()).isInstanceOf(KerberosFailure.ServiceAccountRefused.class);
        assertThat(failed.failure().attempt().errorCode()).isEqualTo(ErrorCode.PREAUTH_FAILED);
        assertThat(engine.exchanges()).isEqualTo(3);
    }

    @Test
    void the_packaged_broker_mints_with_the_two_settings() throws Exception {
        // Given
        try (BedGateway gateway =
                new BedGateway(bed, Path.of("target", "armor-it").toAbsolutePath())) {
            gateway.startBroker(Map.of(
                    "kcd.domains.\"WORLDWIDE.TEST\".domain-controllers",
                    bed.get("strict-kdc"),
                    "kcd.service-account.armor.principal",
                    ARMOR.toString(),
                    "kcd.service-account.armor.keytab",
                    bed.keytabFile(ARMOR).toString(),
                    "kcd.revocation.enabled",
                    "false"));
            ManagedChannel edge = BrokerCalls.channel(gateway, "edge-proxy");

            // When
            var minted = stub(edge)
                    .mintToken(BrokerCalls.byCertificate(gateway.pki().devices().user(ALICE), MAIL));
            edge.shutdownNow();

            // Then
            assertThat(minted.getClientPrincipal()).isEqualTo(ALICE);
        }
    }

    private Engine engine(LongTermKeys keys, @Nullable ServiceAccount armor) {
        return new Engine(BedKdc.strict(bed), new ServiceAccount(SERVICE, keys, PermittedEnctypes.AES_ONLY, armor));
    }

    private ServiceAccount armor() throws Exception {
        return new ServiceAccount(ARMOR, keytab(ARMOR));
    }

    private KeytabKeys keytab(Principal account) throws Exception {
        return new KeytabKeys(bed.keytab(account), account);
    }
}
