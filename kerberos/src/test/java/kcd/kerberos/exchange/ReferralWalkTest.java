package kcd.kerberos.exchange;

import static kcd.kerberos.exchange.Engine.B;
import static kcd.kerberos.exchange.Engine.C;
import static kcd.kerberos.exchange.Engine.failure;
import static kcd.kerberos.exchange.Engine.violation;
import static kcd.kerberos.exchange.FakeKdc.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.name.NameType;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.TicketGrantingTicket;
import kcd.kerberos.wire.ApReq;
import kcd.kerberos.wire.Authenticator;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.kerberos.wire.PaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferralWalkTest {
    private final Engine engine = new Engine();

    @Test
    void goes_over_the_realms_in_between() throws Exception {
        engine.kdc.routes.put("HOME.TEST>C.TEST", B);

        TicketGrantingTicket tgt = engine.client.crossRealm(engine.tgts.tgt(HOME), C);

        assertThat(tgt.realm()).isEqualTo(C);
        assertThat(tgt.credential().client()).isEqualTo(FakeKdc.SERVICE);
        assertThat(engine.kdc.asked).endsWith("HOME.TEST krbtgt/C.TEST", "B.TEST krbtgt/C.TEST");
    }

    @Test
    void asks_nobody_for_the_realm_it_is_in() throws Exception {
        TicketGrantingTicket tgt = engine.tgts.tgt(HOME);

        assertThat(engine.client.crossRealm(tgt, HOME)).isSameAs(tgt);
        assertThat(engine.kdc.asked).hasSize(2);
    }

    @Test
    void stops_where_realms_refer_to_each_other() throws Exception {
        TicketGrantingTicket tgt = engine.tgts.tgt(HOME);
        engine.kdc.routes.put("HOME.TEST>C.TEST", B);
        engine.kdc.routes.put("B.TEST>C.TEST", HOME);

        violation("circles", () -> engine.client.crossRealm(tgt, C));

        assertThat(engine.kdc.asked).hasSize(4);
    }

    @Test
    void stops_after_ten_realms() throws Exception {
        TicketGrantingTicket tgt = engine.tgts.tgt(HOME);
        engine.kdc.routes.put("HOME.TEST>C.TEST", new Realm("R0"));
        for (int i = 0; i < 50; i++) {
            engine.kdc.routes.put("R" + i + ">C.TEST", new Realm("R" + (i + 1)));
        }

        violation("more than 10 referrals", () -> engine.client.crossRealm(tgt, C));

        assertThat(engine.kdc.asked).hasSize(12);
    }

    @Test
    void refuses_something_else_than_a_ticket_granting_ticket() throws Exception {
        TicketGrantingTicket tgt = engine.tgts.tgt(HOME);
        engine.kdc.touch = answer -> answer.server = answer.ticketServer = Principal.parse("HTTP/x@HOME.TEST");

        violation("instead", () -> engine.client.crossRealm(tgt, C));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "@"})
    void refuses_a_referral_to_a_realm_that_is_none(String realm) throws Exception {
        TicketGrantingTicket tgt = engine.tgts.tgt(HOME);
        PrincipalName nowhere = new PrincipalName(NameType.SRV_INST, List.of("krbtgt", realm));
        engine.kdc.touch = answer -> answer.server = answer.ticketServer = new Principal(nowhere, HOME);

        violation("instead", () -> engine.client.crossRealm(tgt, C));
    }

    @Test
    void refuses_another_clients_ticket() throws Exception {
        TicketGrantingTicket tgt = engine.tgts.tgt(HOME);
        engine.kdc.touch = answer -> answer.client = Engine.ALICE;

        violation("another client's", () -> engine.client.crossRealm(tgt, C));
    }

    @Test
    void names_the_realm_nobody_knows_the_way_to() throws Exception {
        TicketGrantingTicket tgt = engine.tgts.tgt(HOME);
        engine.kdc.refuse = (realm, request) -> ErrorCode.S_PRINCIPAL_UNKNOWN;

        var unknown =
                failure(KerberosFailure.RealmUnknown.class, () -> engine.client.crossRealm(tgt, new Realm("FAR.TEST")));

        assertThat(unknown.unknown()).isEqualTo(new Realm("FAR.TEST"));
    }

    @ParameterizedTest
    @CsvSource({"a.liddell@corp.test, HOME.TEST, 1", "c.carroll@corp.test, B.TEST, 2"})
    void finds_the_realm_a_user_lives_in_without_proof(String upn, String realm, int questions) throws Exception {
        assertThat(engine.client.locate(upn)).isEqualTo(new Realm(realm));

        assertThat(engine.kdc.asked).hasSize(questions);
        assertThat(engine.kdc.requests)
                .allSatisfy(request -> assertThat(PaData.find(request.padata(), PaData.ENC_TIMESTAMP))
                        .isEmpty());
    }

    @Test
    void says_when_no_realm_knows_the_user() {
        failure(KerberosFailure.UserUnknown.class, () -> engine.client.locate("nobody@corp.test"));
    }

    @Test
    void stops_where_a_user_is_referred_in_circles() {
        // An error is nobody's word: any host on the way may send a thousand of them.
        S4uClient client = new S4uClient(
                new ServiceAccount(FakeKdc.SERVICE, new Engine.OneKey(FakeKdc.key("svc"))),
                (realm, der) -> engine.kdc
                        .error(realm, request(der), ErrorCode.WRONG_REALM, realm.equals(B) ? HOME : B)
                        .encode()
                        .toArray(),
                engine.clock,
                new SecureRandom());

        violation("circles", () -> client.locate("lost@corp.test"));
    }

    @Test
    void refuses_a_referral_to_no_realm() {
        engine.kdc.refuse = (realm, request) -> ErrorCode.WRONG_REALM;

        violation("no realm", () -> engine.client.locate("a.liddell@corp.test"));
    }

    @Test
    void never_sends_one_time_twice_in_a_second() throws Exception {
        TicketGrantingTicket tgt = engine.tgts.tgt(HOME);
        engine.kdc.requests.clear();
        Set<Integer> micros = new HashSet<>();

        for (int i = 0; i < 2000; i++) {
            engine.client.crossRealm(tgt, C);
        }

        for (KdcRequest request : engine.kdc.requests) {
            ApReq apReq =
                    ApReq.decode(PaData.find(request.padata(), PaData.TGS_REQ).orElseThrow());
            micros.add(Authenticator.decode(apReq.authenticator()
                            .decrypt(tgt.credential().sessionKey(), KeyUsage.TGS_REQ_AUTHENTICATOR))
                    .cusec());
        }
        assertThat(micros).hasSize(2000);
    }

    @Test
    void a_forged_error_on_the_way_to_a_ticket_moves_no_clock() throws Exception {
        engine.client.authenticate();
        engine.kdc.ahead = Duration.ofMinutes(59);
        engine.kdc.refuse = (realm, request) -> ErrorCode.SKEW;

        failure(KerberosFailure.ClockSkew.class, () -> engine.client.impersonate(engine.tgts, Engine.ALICE));

        assertThat(engine.clock.offset(HOME)).isZero();
    }

    @Test
    void learns_each_realms_clock_for_itself() throws Exception {
        TicketGrantingTicket tgt = engine.tgts.tgt(HOME);
        engine.kdc.ahead = Duration.ofMinutes(-50);

        engine.client.crossRealm(tgt, C);

        assertThat(engine.clock.offset(HOME)).isEqualTo(Duration.ofMinutes(-50));
        assertThat(engine.clock.offset(C)).isZero();
        assertThat(engine.clock.now()).isEqualTo(Engine.NOW);
        assertThat(engine.clock.now(HOME)).isEqualTo(Engine.NOW.minus(Duration.ofMinutes(50)));
    }

    private static KdcRequest request(byte[] der) {
        try {
            return KdcRequest.decode(Octets.of(der));
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }
}
