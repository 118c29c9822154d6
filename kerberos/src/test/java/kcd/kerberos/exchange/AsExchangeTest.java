package kcd.kerberos.exchange;

import static kcd.kerberos.exchange.Engine.NOW;
import static kcd.kerberos.exchange.Engine.failure;
import static kcd.kerberos.exchange.Engine.violation;
import static kcd.kerberos.exchange.FakeKdc.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.ticket.TicketGrantingTicket;
import kcd.kerberos.wire.EtypeInfo2;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.TicketFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsExchangeTest {
    private final Engine engine = new Engine();

    @Test
    void gets_a_ticket_granting_ticket_in_two_round_trips() throws Exception {
        TicketGrantingTicket tgt = engine.client.authenticate();

        assertThat(tgt.realm()).isEqualTo(HOME);
        assertThat(tgt.credential().client()).isEqualTo(FakeKdc.SERVICE);
        assertThat(tgt.endTime()).isEqualTo(NOW.plus(S4uClient.LIFETIME));
        assertThat(engine.kdc.asked).hasSize(2);
        assertThat(engine.kdc.proofs).containsEntry("HOME.TEST", 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 31, 41, 18, 23, 25, 37})
    void proves_a_wrong_key_once_whatever_the_kdc_calls_it(int code) {
        engine.kdc.serviceKey = FakeKdc.key("another");
        engine.kdc.refuse = (realm, request) -> {
            boolean proven = PaData.find(request.padata(), PaData.ENC_TIMESTAMP).isPresent();
            if (proven) {
                engine.kdc.proofs.merge("HOME.TEST", 1, Integer::sum);
            }
            return proven ? code : null;
        };
        engine.kdc.ahead = Duration.ofHours(2);

        // When a user's request needs the ticket, with all the retrying that it may do
        failure(KerberosFailure.class, () -> engine.client.impersonate(engine.tgts, Engine.ALICE));

        assertThat(engine.kdc.proofs).containsEntry("HOME.TEST", 1);
    }

    @Test
    void says_that_the_account_is_refused_when_the_key_is_wrong() {
        engine.kdc.serviceKey = FakeKdc.key("another");

        var refused = failure(KerberosFailure.ServiceAccountRefused.class, engine.client::authenticate);

        assertThat(refused.attempt().errorCode()).isEqualTo(ErrorCode.PREAUTH_FAILED);
        assertThat(refused.remedy()).contains("keytab");
    }

    @Test
    void learns_the_controllers_time_and_tries_once_more() throws Exception {
        engine.kdc.ahead = Duration.ofMinutes(30);

        TicketGrantingTicket tgt = engine.client.authenticate();

        assertThat(tgt.realm()).isEqualTo(HOME);
        assertThat(engine.clock.offset(HOME)).isEqualTo(Duration.ofMinutes(30));
        assertThat(engine.kdc.proofs).containsEntry("HOME.TEST", 2);
    }

    @Test
    void tries_once_more_and_not_twice_when_the_clock_is_never_right() {
        engine.kdc.refuse = (realm, request) ->
                PaData.find(request.padata(), PaData.ENC_TIMESTAMP).isPresent() ? ErrorCode.SKEW : null;

        failure(KerberosFailure.ClockSkew.class, engine.client::authenticate);

        assertThat(engine.kdc.asked).hasSize(3);
    }

    @Test
    void a_forged_error_moves_no_clock_but_that_of_its_own_exchange() {
        engine.kdc.refuse = (realm, request) ->
                PaData.find(request.padata(), PaData.ENC_TIMESTAMP).isPresent() ? ErrorCode.SKEW : null;
        engine.kdc.ahead = Duration.ofMinutes(59);

        failure(KerberosFailure.ClockSkew.class, engine.client::authenticate);

        assertThat(engine.clock.offset(HOME)).isZero();
    }

    @Test
    void takes_no_time_from_a_controller_that_is_hours_away() {
        engine.kdc.ahead = Duration.ofHours(2);

        var skew = failure(KerberosFailure.ClockSkew.class, engine.client::authenticate);

        assertThat(skew.offset()).isEqualTo(Duration.ofHours(2));
        assertThat(engine.clock.offset(HOME)).isZero();
        assertThat(engine.kdc.asked).hasSize(2);
    }

    @Test
    void uses_the_first_offered_type_that_it_has_a_key_of() throws Exception {
        engine.kdc.infos = List.of(
                new EtypeInfo2(23, null, null),
                new EtypeInfo2(20, "x", null),
                new EtypeInfo2(17, "x", null),
                new EtypeInfo2(18, "x", null));

        assertThat(engine.client.authenticate().realm()).isEqualTo(HOME);
    }

    @Test
    void proves_nothing_when_no_offered_type_has_a_key() {
        engine.kdc.infos = List.of(new EtypeInfo2(23, null, null), new EtypeInfo2(17, "x", null));

        failure(KerberosFailure.EncryptionTypeMismatch.class, engine.client::authenticate);

        assertThat(engine.kdc.proofs).isEmpty();
    }

    @Test
    void proves_nothing_when_the_kdc_offers_a_password_a_million_iterations_and_more() {
        Octets count = Octets.of(new byte[] {0x7f, 0, 0, 0});
        Engine password = new Engine(new PasswordKeys(FakeKdc.SERVICE, "secret".toCharArray()));
        password.kdc.infos = List.of(new EtypeInfo2(18, "salt", count));

        failure(KerberosFailure.EncryptionTypeMismatch.class, password.client::authenticate);

        assertThat(password.kdc.proofs).isEmpty();
    }

    @Test
    void takes_malformed_offers_for_what_they_are() {
        engine.kdc.errorData = Octets.of(new byte[] {1, 2, 3});
        violation("malformed METHOD-DATA", engine.client::authenticate);

        engine.kdc.errorData = PaData.encodeMethodData(List.of(new PaData(PaData.ETYPE_INFO2, Octets.EMPTY)));
        violation("malformed ETYPE-INFO2", engine.client::authenticate);

        assertThat(engine.kdc.proofs).isEmpty();
    }

    @Test
    void proves_nothing_to_a_kdc_that_needs_no_proof() throws Exception {
        engine.kdc.needsProof = false;
        engine.kdc.touch =
                answer -> answer.padata.add(new PaData(PaData.ETYPE_INFO2, EtypeInfo2.encode(engine.kdc.infos)));

        assertThat(engine.client.authenticate().realm()).isEqualTo(HOME);

        assertThat(engine.kdc.asked).hasSize(1);
        assertThat(engine.kdc.proofs).isEmpty();
    }

    @Test
    void refuses_a_reply_under_another_key() {
        engine.kdc.touch = answer -> answer.replyKey = FakeKdc.key("another");

        violation("cannot be read", engine.client::authenticate);
    }

    @Test
    void refuses_another_nonce() {
        engine.kdc.touch = answer -> answer.nonce++;

        violation("nonce", engine.client::authenticate);
    }

    @Test
    void refuses_a_ticket_for_another_service() {
        Principal other = Principal.parse("kadmin/changepw@HOME.TEST");
        engine.kdc.touch = answer -> answer.server = answer.ticketServer = other;

        violation("not for krbtgt/HOME.TEST", engine.client::authenticate);
    }

    @Test
    void refuses_a_ticket_that_is_not_the_one_the_protected_part_names() {
        engine.kdc.touch = answer -> answer.ticketServer = Principal.parse("krbtgt/HOME.TEST@B.TEST");

        violation("another service", engine.client::authenticate);
    }

    @Test
    void refuses_another_clients_ticket() {
        engine.kdc.touch = answer -> answer.client = Engine.ALICE;

        violation("another client", engine.client::authenticate);
    }

    @Test
    void refuses_a_ticket_that_has_ended() {
        engine.kdc.touch = answer -> answer.endTime = NOW;

        violation("ended", engine.client::authenticate);
    }

    @Test
    void refuses_a_ticket_of_the_future_and_one_not_valid_yet() {
        engine.kdc.touch = answer -> answer.startTime = NOW.plus(Duration.ofMinutes(6));
        violation("future", engine.client::authenticate);

        engine.kdc.touch = answer -> answer.flags |= TicketFlags.INVALID;
        violation("not valid", engine.client::authenticate);
    }

    @Test
    void refuses_an_answer_to_another_kind_of_request() {
        engine.kdc.touch = answer -> answer.type = KdcRequest.Type.TGS;

        violation("another kind", engine.client::authenticate);
    }

    @Test
    void takes_an_answer_that_is_no_message_for_a_lie() {
        S4uClient client = new S4uClient(
                new ServiceAccount(FakeKdc.SERVICE, new Engine.OneKey(FakeKdc.key("svc"))),
                (realm, request) -> "HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII),
                engine.clock,
                new SecureRandom());

        violation("malformed answer", client::authenticate);
    }

    @Test
    void tells_a_realm_without_controllers_from_controllers_out_of_reach() {
        for (boolean configured : new boolean[] {true, false}) {
            S4uClient client = new S4uClient(
                    new ServiceAccount(FakeKdc.SERVICE, new Engine.OneKey(FakeKdc.key("svc"))),
                    (realm, request) -> {
                        throw new KdcUnreachableException(realm, configured, "nobody there");
                    },
                    engine.clock,
                    new SecureRandom());

            var failure = failure(KerberosFailure.class, client::authenticate);

            assertThat(failure instanceof KerberosFailure.KdcUnavailable).isEqualTo(configured);
            assertThat(failure instanceof KerberosFailure.RealmUnknown).isNotEqualTo(configured);
        }
    }

    @Test
    void has_the_password_and_its_keys_no_more_after_destroy() throws Exception {
        PasswordKeys keys = new PasswordKeys(FakeKdc.SERVICE, "secret".toCharArray());
        EtypeInfo2 info = new EtypeInfo2(18, "salt", null);
        EncryptionKey before = keys.authenticationKey(Enctype.AES256_SHA1, info).orElseThrow();

        keys.destroy();

        assertThat(before.toArray()).isNotEqualTo(new byte[32]);
        assertThat(keys.authenticationKey(Enctype.AES256_SHA1, info)).isEmpty();
        assertThat(keys.ticketKeys(Enctype.AES256_SHA1, null)).isEmpty();
        assertThat(keys).hasToString("keys of a password");
    }

    @Test
    void makes_the_key_of_a_password_with_the_salt_and_count_the_kdc_names() {
        PasswordKeys keys = new PasswordKeys(FakeKdc.SERVICE, "secret".toCharArray());
        Octets count = Octets.of(new byte[] {0, 0, 0x20, 0});
        EncryptionKey byDefault = keys.ticketKeys(Enctype.AES256_SHA1, null).getFirst();

        EncryptionKey named = keys.authenticationKey(Enctype.AES256_SHA1, new EtypeInfo2(18, "HOME.TESTsvc", null))
                .orElseThrow();
        EncryptionKey salted = keys.authenticationKey(Enctype.AES256_SHA1, new EtypeInfo2(18, "other", null))
                .orElseThrow();
        EncryptionKey counted = keys.authenticationKey(Enctype.AES256_SHA1, new EtypeInfo2(18, null, count))
                .orElseThrow();

        assertThat(named).isEqualTo(byDefault);
        assertThat(salted).isNotEqualTo(byDefault);
        assertThat(counted).isNotEqualTo(byDefault).isNotEqualTo(salted);
        assertThat(keys.ticketKeys(Enctype.AES256_SHA1, null)).containsExactly(counted);
    }

    @Test
    void names_itself_as_an_enterprise_name_in_foreign_realms() {
        ServiceAccount account = new ServiceAccount(FakeKdc.SERVICE, new Engine.OneKey(FakeKdc.key("svc")));

        assertThat(account.nameIn(HOME)).isEqualTo(PrincipalName.principal("svc"));
        assertThat(account.nameIn(Engine.B)).isEqualTo(PrincipalName.enterprise("svc@HOME.TEST"));
    }
}
