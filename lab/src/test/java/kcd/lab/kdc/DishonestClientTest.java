package kcd.lab.kdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.exchange.Kdc;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.wire.KdcAnswer;
import kcd.kerberos.wire.KdcReply;
import kcd.kerberos.wire.KrbError;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.PaForUser;
import kcd.kerberos.wire.PacOptions;
import kcd.lab.engine.Gateway;
import kcd.lab.forest.DemoForest;
import kcd.lab.forest.LabDomain;
import kcd.lab.forest.LabForest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the KDCs must not be talked into: a twin that is more lenient than a real controller would hide faults.
class DishonestClientTest {

    private static final PaData RESOURCE_BASED = PacOptions.of(PacOptions.RESOURCE_BASED_DELEGATION);
    private static final PrincipalName GATEWAY = PrincipalName.principal(DemoForest.GATEWAY);
    private static final PrincipalName GATEWAY_ABROAD =
            PrincipalName.enterprise(DemoForest.GATEWAY + "@" + DemoForest.ROOT);
    private static final Principal CAROL = new Principal(PrincipalName.principal("carol"), new Realm(DemoForest.AMER));
    private static final Principal ALICE = new Principal(PrincipalName.principal("alice"), new Realm(DemoForest.ROOT));

    private final LabForest forest = DemoForest.create();
    private final KdcKeys keys = new KdcKeys();
    private final Map<String, LabKdc> kdcs = forest.domains().stream()
            .collect(Collectors.toMap(
                    LabDomain::realm,
                    domain -> new LabKdc(forest, domain, keys, Clock.systemUTC(), LabKdc.TICKET_LIFETIME)));
    private final RawTgs root = raw(DemoForest.ROOT);
    private final RawTgs amer = raw(DemoForest.AMER);
    private final List<byte[]> sent = new ArrayList<>();
    private RawTgs.Held tgt;
    private RawTgs.Held amerTgt;

    @BeforeEach
    void authenticate() throws Exception {
        tgt = tgtOf(DemoForest.GATEWAY);
        amerTgt = root.ask(tgt, PrincipalName.tgs(new Realm(DemoForest.AMER)));
    }

    @Test
    void a_replayed_request_is_refused() throws Exception {
        // Given
        gateway(DemoForest.GATEWAY).ticket("alice@worldwide.lab", DemoForest.EXCHANGE_SPN);

        // When
        KdcAnswer replayed = KdcAnswer.decode(kdcs.get(DemoForest.ROOT).answer(Octets.of(sent.getLast())));

        // Then
        assertThat(((KrbError) replayed).errorCode()).isEqualTo(ErrorCode.REPEAT);
    }

    @Test
    void damaged_requests_get_an_error_or_an_answer_but_nothing_breaks() throws Exception {
        // Given
        gateway(DemoForest.GATEWAY).ticket("carol@amer.worldwide.lab", DemoForest.AMER_EXCHANGE_SPN);
        Random random = new Random(20_261_121);

        for (int round = 0; round < 3_000; round++) {
            byte[] damaged = sent.get(random.nextInt(sent.size())).clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));

            // When
            KdcAnswer answer = KdcAnswer.decode(kdcs.get(DemoForest.ROOT).answer(Octets.of(damaged)));

            // Then
            assertThat(answer).isInstanceOfAny(KrbError.class, KdcReply.class);
        }
    }

    @Test
    void a_foreign_user_is_not_vouched_for_by_the_request_alone() throws Exception {
        assertThat(root.errorFor(tgt, GATEWAY, PaForUser.forUser(CAROL, tgt.key())))
                .isEqualTo(ErrorCode.C_PRINCIPAL_UNKNOWN);
    }

    @Test
    void a_referral_about_one_user_is_not_turned_into_another() throws Exception {
        // Given
        RawTgs.Held aboutCarol = amer.ask(amerTgt, GATEWAY_ABROAD, PaForUser.forUser(CAROL, amerTgt.key()));
        Principal other = new Principal(PrincipalName.principal("amersens"), CAROL.realm());

        // When
        int error = root.errorFor(aboutCarol, GATEWAY, PaForUser.forUser(other, aboutCarol.key()));

        // Then
        assertThat(error).isEqualTo(ErrorCode.POLICY);
    }

    @Test
    void an_s4u_referral_is_not_a_ticket_of_ones_own() throws Exception {
        // Given
        RawTgs.Held aboutCarol = amer.ask(amerTgt, GATEWAY_ABROAD, PaForUser.forUser(CAROL, amerTgt.key()));

        // When
        int error = root.errorFor(
                aboutCarol, ServicePrincipalName.parse(DemoForest.EXCHANGE_SPN).asName());

        // Then
        assertThat(error).isEqualTo(ErrorCode.POLICY);
    }

    @Test
    void an_s4u2self_referral_is_no_proxy_tgt() throws Exception {
        // Given
        RawTgs.Held abroad = raw(DemoForest.EMEA)
                .ask(
                        root.ask(tgt, PrincipalName.tgs(new Realm(DemoForest.EMEA))),
                        PrincipalName.tgs(new Realm(DemoForest.ROOT)));
        RawTgs.Held aboutCarol = amer.ask(amerTgt, GATEWAY_ABROAD, PaForUser.forUser(CAROL, amerTgt.key()));

        // When
        int error = amer.errorFor(
                amerTgt,
                ServicePrincipalName.parse(DemoForest.AMER_EXCHANGE_SPN).asName(),
                aboutCarol.ticket(),
                RESOURCE_BASED);
        int withOrdinary = amer.errorFor(
                amerTgt,
                ServicePrincipalName.parse(DemoForest.AMER_EXCHANGE_SPN).asName(),
                abroad.ticket(),
                RESOURCE_BASED);

        // Then
        assertThat(error).isEqualTo(ErrorCode.NOT_US);
        assertThat(withOrdinary).isEqualTo(ErrorCode.NOT_US);
    }

    @Test
    void an_ordinary_cross_realm_ticket_is_no_evidence() throws Exception {
        assertThat(amer.errorFor(
                        amerTgt,
                        ServicePrincipalName.parse(DemoForest.AMER_EXCHANGE_SPN).asName(),
                        amerTgt.ticket(),
                        RESOURCE_BASED))
                .isEqualTo(ErrorCode.BADOPTION);
    }

    @Test
    void a_service_cannot_impersonate_towards_another_service() throws Exception {
        assertThat(root.errorFor(
                        tgt,
                        ServicePrincipalName.parse(DemoForest.EXCHANGE_SPN).asName(),
                        PaForUser.forUser(ALICE, tgt.key())))
                .isEqualTo(ErrorCode.BADOPTION);
    }

    @Test
    void another_services_evidence_does_not_open() throws Exception {
        // Given
        RawTgs.Held plain = tgtOf("svc_plain");
        RawTgs.Held forPlain =
                root.ask(plain, PrincipalName.principal("svc_plain"), PaForUser.forUser(ALICE, plain.key()));

        // When
        int error = root.errorFor(
                tgt, ServicePrincipalName.parse(DemoForest.EXCHANGE_SPN).asName(), forPlain.ticket(), RESOURCE_BASED);

        // Then
        assertThat(error).isEqualTo(ErrorCode.BAD_INTEGRITY);
    }

    @Test
    void a_user_signed_with_another_key_is_refused() throws Exception {
        EncryptionKey other = EncryptionKey.random(Enctype.AES256_SHA1, new SecureRandom());

        assertThat(root.errorFor(tgt, GATEWAY, PaForUser.forUser(ALICE, other))).isEqualTo(ErrorCode.MODIFIED);
    }

    @Test
    void a_ticket_for_another_realm_is_not_taken() throws Exception {
        assertThat(root.errorFor(amerTgt, GATEWAY)).isEqualTo(ErrorCode.NOT_US);
    }

    private RawTgs raw(String realm) {
        return new RawTgs(kdcs.get(realm), realm);
    }

    private RawTgs.Held tgtOf(String account) throws Exception {
        Credential credential = gateway(account).client().authenticate().credential();
        return new RawTgs.Held(credential.ticket(), credential.sessionKey(), credential.client());
    }

    private Gateway gateway(String account) {
        Kdc recording = (realm, request) -> {
            if (realm.value().equals(DemoForest.ROOT)) {
                sent.add(request);
            }
            return kdcs.get(realm.value()).answer(Octets.of(request)).toArray();
        };
        return new Gateway(Principal.parse(account + "@" + DemoForest.ROOT), DemoForest.GATEWAY_PASSWORD, recording);
    }
}
