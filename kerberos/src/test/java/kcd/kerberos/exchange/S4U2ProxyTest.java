package kcd.kerberos.exchange;

import static kcd.kerberos.exchange.Engine.ALICE;
import static kcd.kerberos.exchange.Engine.B;
import static kcd.kerberos.exchange.Engine.C;
import static kcd.kerberos.exchange.Engine.CAROL;
import static kcd.kerberos.exchange.Engine.MAIL;
import static kcd.kerberos.exchange.Engine.MAIL_C;
import static kcd.kerberos.exchange.Engine.failure;
import static kcd.kerberos.exchange.Engine.violation;
import static kcd.kerberos.exchange.FakeKdc.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.EvidenceTicket;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.ticket.TicketGrantingTicket;
import kcd.kerberos.wire.KdcOptions;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.KerbErrorData;
import kcd.kerberos.wire.PaData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S4U2ProxyTest {
    private final Engine engine = new Engine();
    private EvidenceTicket alice;

    @BeforeEach
    void evidence() throws Exception {
        alice = engine.client.impersonate(engine.tgts, ALICE);
        engine.kdc.asked.clear();
    }

    @Test
    void delegates_to_a_target_of_our_realm_in_one_round_trip() throws Exception {
        ServiceTicket ticket = engine.client.delegate(engine.tgts, alice, MAIL);

        assertThat(ticket.user()).isEqualTo(ALICE);
        assertThat(ticket.target()).isEqualTo(MAIL);
        assertThat(ticket.credential().server()).isEqualTo(Principal.parse("HTTP/mail.home.test@HOME.TEST"));
        assertThat(engine.kdc.asked).containsExactly("HOME.TEST HTTP/mail.home.test");
    }

    @Test
    void delegates_a_foreign_user_too() throws Exception {
        EvidenceTicket carol = engine.client.impersonate(engine.tgts, CAROL);

        assertThat(engine.client.delegate(engine.tgts, carol, MAIL).user()).isEqualTo(CAROL);
    }

    @Test
    void delegates_to_a_target_of_another_realm_by_that_realms_own_list() throws Exception {
        ServiceTicket ticket = engine.client.delegate(engine.tgts, alice, MAIL_C);

        assertThat(ticket.user()).isEqualTo(ALICE);
        assertThat(ticket.credential().server().realm()).isEqualTo(C);
        assertThat(engine.kdc.asked)
                .containsExactly(
                        "HOME.TEST HTTP/mail.c.test", // the proxy ticket, a referral
                        "HOME.TEST HTTP/mail.c.test", // where is it? in C
                        "HOME.TEST krbtgt/C.TEST",
                        "C.TEST HTTP/mail.c.test", // yes, here
                        "C.TEST HTTP/mail.c.test"); // for alice
    }

    @Test
    void looks_for_a_target_once_for_all_users_where_its_realm_is_kept() throws Exception {
        EvidenceTicket carol = engine.client.impersonate(engine.tgts, CAROL);
        Map<ServicePrincipalName, Realm> kept = new HashMap<>();
        TargetRealms realms = (target, search) -> {
            if (!kept.containsKey(target)) {
                kept.put(target, search.find());
            }
            return kept.get(target);
        };
        engine.client.delegate(engine.tgts, realms, ProxyTgts.NONE, alice, MAIL_C);
        engine.kdc.asked.clear();

        ServiceTicket ticket = engine.client.delegate(engine.tgts, realms, ProxyTgts.NONE, carol, MAIL_C);

        assertThat(ticket.user()).isEqualTo(CAROL);
        assertThat(engine.kdc.asked).containsExactly("HOME.TEST HTTP/mail.c.test", "C.TEST HTTP/mail.c.test");
    }

    @Test
    void a_second_target_in_a_realm_costs_one_round_trip_where_the_way_there_is_kept() throws Exception {
        // Given
        ServicePrincipalName files = ServicePrincipalName.parse("HTTP/files.c.test");
        engine.kdc.services.put("http/files.c.test", C);
        KeptProxies proxies = new KeptProxies();
        engine.client.delegate(engine.tgts, IN_C, proxies, alice, MAIL_C);
        engine.kdc.asked.clear();

        // When
        ServiceTicket ticket = engine.client.delegate(engine.tgts, IN_C, proxies, alice, files);

        // Then
        assertThat(ticket.user()).isEqualTo(ALICE);
        assertThat(ticket.target()).isEqualTo(files);
        assertThat(engine.kdc.asked).containsExactly("C.TEST HTTP/files.c.test");
    }

    @Test
    void a_proxy_ticket_of_another_user_is_found_out() throws Exception {
        // Given: somebody mixes them up
        EvidenceTicket carol = engine.client.impersonate(engine.tgts, CAROL);
        KeptProxies proxies = new KeptProxies();
        engine.client.delegate(engine.tgts, IN_C, proxies, alice, MAIL_C);
        proxies.kept.put(carol, proxies.kept.get(alice));

        // Then
        violation(
                "the ticket is another user's",
                () -> engine.client.delegate(engine.tgts, IN_C, proxies, carol, MAIL_C));
        assertThat(proxies.kept).doesNotContainKey(carol);
    }

    @Test
    void goes_all_the_way_again_when_the_kept_ticket_is_no_longer_taken() throws Exception {
        // Given
        KeptProxies proxies = new KeptProxies();
        engine.client.delegate(engine.tgts, IN_C, proxies, alice, MAIL_C);
        engine.kdc.asked.clear();
        engine.kdc.refuse =
                (realm, _) -> realm.equals(C) && engine.kdc.asked.size() == 1 ? ErrorCode.TGT_REVOKED : null;

        // When
        ServiceTicket ticket = engine.client.delegate(engine.tgts, IN_C, proxies, alice, MAIL_C);

        // Then
        assertThat(ticket.user()).isEqualTo(ALICE);
        assertThat(engine.kdc.asked).startsWith("C.TEST HTTP/mail.c.test", "HOME.TEST HTTP/mail.c.test");
        assertThat(proxies.kept).containsKey(alice);
    }

    /** Everything asked for here is known to be in C. */
    private static final TargetRealms IN_C = new TargetRealms() {
        @Override
        public Realm realm(ServicePrincipalName target, Search search) {
            return C;
        }

        @Override
        public Optional<Realm> known(ServicePrincipalName target) {
            return Optional.of(C);
        }
    };

    /** For targets in one realm. */
    private static final class KeptProxies implements ProxyTgts {
        private final Map<EvidenceTicket, TicketGrantingTicket> kept = new HashMap<>();

        @Override
        public Optional<TicketGrantingTicket> find(EvidenceTicket evidence, Realm realm) {
            return Optional.ofNullable(kept.get(evidence));
        }

        @Override
        public void keep(EvidenceTicket evidence, TicketGrantingTicket proxy) {
            kept.put(evidence, proxy);
        }

        @Override
        public void forget(EvidenceTicket evidence, Realm realm) {
            kept.remove(evidence);
        }

        @Override
        public void forget(EvidenceTicket evidence) {
            kept.remove(evidence);
        }
    }

    @Test
    void delegates_over_a_realm_in_between() throws Exception {
        engine.kdc.routes.put("HOME.TEST>C.TEST", B);

        ServiceTicket ticket = engine.client.delegate(engine.tgts, alice, MAIL_C);

        assertThat(ticket.user()).isEqualTo(ALICE);
        assertThat(ticket.credential().server().realm()).isEqualTo(C);
        assertThat(engine.kdc.asked).contains("B.TEST krbtgt/C.TEST");
    }

    @Test
    void refuses_a_referral_without_the_mark_of_resource_based_delegation() {
        engine.kdc.marksDelegation = false;

        var unsupported =
                failure(KerberosFailure.KdcUnsupported.class, () -> engine.client.delegate(engine.tgts, alice, MAIL_C));

        assertThat(unsupported.attempt().detail()).contains("resource-based");
        assertThat(engine.kdc.asked).hasSize(1);
    }

    @Test
    void refuses_a_final_ticket_without_that_mark() {
        engine.kdc.touch = answer -> {
            if (answer.server.realm().equals(C)) {
                answer.encryptedPaData.clear();
            }
        };

        failure(KerberosFailure.KdcUnsupported.class, () -> engine.client.delegate(engine.tgts, alice, MAIL_C));
    }

    @Test
    void refuses_a_mark_that_makes_no_sense() {
        engine.kdc.touch = answer -> {
            answer.encryptedPaData.clear();
            answer.encryptedPaData.add(new PaData(PaData.PAC_OPTIONS, Octets.of(new byte[] {0x30, 1, 0})));
        };

        violation("malformed PA-PAC-OPTIONS", () -> engine.client.delegate(engine.tgts, alice, MAIL_C));
    }

    @Test
    void refuses_a_final_ticket_of_another_user() {
        engine.kdc.touch = answer -> answer.client = Principal.parse("bob@HOME.TEST");

        violation("another user's", () -> engine.client.delegate(engine.tgts, alice, MAIL));
    }

    @Test
    void refuses_a_final_ticket_in_our_own_name() {
        engine.kdc.touch = answer -> answer.client = FakeKdc.SERVICE;

        violation("another user's", () -> engine.client.delegate(engine.tgts, alice, MAIL));
    }

    @Test
    void refuses_a_ticket_for_another_target() {
        engine.kdc.touch =
                answer -> answer.server = answer.ticketServer = Principal.parse("HTTP/evil.home.test@HOME.TEST");

        violation("evil.home.test instead", () -> engine.client.delegate(engine.tgts, alice, MAIL));
    }

    @Test
    void refuses_another_target_while_looking_for_the_right_one() {
        engine.kdc.touch = answer -> {
            boolean plain = (answer.request.body().options() & KdcOptions.CNAME_IN_ADDITIONAL_TICKET) == 0;
            if (answer.server.realm().equals(C) && plain) {
                answer.server = answer.ticketServer = Principal.parse("HTTP/evil.c.test@C.TEST");
            }
        };

        violation("evil.c.test instead", () -> engine.client.delegate(engine.tgts, alice, MAIL_C));
    }

    @Test
    void refuses_a_reply_to_another_request() {
        engine.kdc.touch = answer -> answer.nonce ^= 1;

        violation("nonce", () -> engine.client.delegate(engine.tgts, alice, MAIL));
    }

    @Test
    void stops_where_proxy_referrals_go_in_circles() {
        engine.kdc.touch = answer -> {
            if (answer.server.name().isTgs() && answer.server.realm().equals(B)) {
                answer.server = answer.ticketServer = Principal.parse("krbtgt/HOME.TEST@B.TEST");
                answer.ticketKey = FakeKdc.krbtgt(B, HOME);
            }
        };
        engine.kdc.routes.put("HOME.TEST>C.TEST", B);

        violation("circles", () -> engine.client.delegate(engine.tgts, alice, MAIL_C));
    }

    @Test
    void says_that_delegation_is_not_allowed() {
        engine.kdc.refuse = (realm, request) -> isProxy(request) ? ErrorCode.BADOPTION : null;

        failure(KerberosFailure.DelegationNotAllowed.class, () -> engine.client.delegate(engine.tgts, alice, MAIL));

        assertThat(engine.kdc.asked).hasSize(1);
    }

    @Test
    void asks_once_more_whose_fault_it_is_when_the_evidence_cannot_be_forwarded() throws Exception {
        EvidenceTicket sensitive = notForwardable(ALICE);
        engine.kdc.refuse = (realm, request) -> isProxy(request) ? ErrorCode.BADOPTION : null;

        failure(KerberosFailure.UserNotDelegable.class, () -> engine.client.delegate(engine.tgts, sensitive, MAIL));

        assertThat(engine.kdc.asked).containsExactly("HOME.TEST HTTP/mail.home.test", "HOME.TEST svc");
    }

    @Test
    void blames_the_delegation_when_not_even_our_own_evidence_can_be_forwarded() throws Exception {
        EvidenceTicket evidence = notForwardable(ALICE);
        engine.kdc.touch = answer -> answer.flags = 0;
        engine.kdc.refuse = (realm, request) -> isProxy(request) ? ErrorCode.BADOPTION : null;

        failure(KerberosFailure.DelegationNotAllowed.class, () -> engine.client.delegate(engine.tgts, evidence, MAIL));
    }

    @Test
    void keeps_to_the_first_error_when_asking_once_more_fails() throws Exception {
        EvidenceTicket evidence = notForwardable(ALICE);
        engine.kdc.refuse = (realm, request) -> isProxy(request) ? ErrorCode.BADOPTION : ErrorCode.GENERIC;

        var first = failure(
                KerberosFailure.DelegationNotAllowed.class, () -> engine.client.delegate(engine.tgts, evidence, MAIL));

        assertThat(first.attempt().errorCode()).isEqualTo(ErrorCode.BADOPTION);
    }

    @Test
    void asks_no_more_when_the_kdc_itself_says_whose_fault_it_is() throws Exception {
        EvidenceTicket evidence = notForwardable(ALICE);
        engine.kdc.errorData = KerbErrorData.of(0xC00000BBL);
        engine.kdc.refuse = (realm, request) -> isProxy(request) ? ErrorCode.BADOPTION : null;

        failure(KerberosFailure.DelegationNotAllowed.class, () -> engine.client.delegate(engine.tgts, evidence, MAIL));

        assertThat(engine.kdc.asked).hasSize(1);
    }

    @Test
    void replaces_the_stale_ticket_of_the_targets_realm_and_not_our_own() throws Exception {
        int[] refusals = {1};
        engine.kdc.refuse = (realm, request) ->
                realm.equals(C) && isProxy(request) && refusals[0]-- > 0 ? ErrorCode.BAD_INTEGRITY : null;

        assertThat(engine.client.delegate(engine.tgts, alice, MAIL_C).user()).isEqualTo(ALICE);

        assertThat(engine.tgts.discarded).containsExactly(C);
        assertThat(engine.kdc.proofs).containsEntry("HOME.TEST", 1);
    }

    private EvidenceTicket notForwardable(Principal user) throws Exception {
        engine.kdc.touch = answer -> answer.flags = 0;
        EvidenceTicket evidence = engine.client.impersonate(engine.tgts, user);
        engine.kdc.touch = answer -> {};
        engine.kdc.asked.clear();
        return evidence;
    }

    private static boolean isProxy(KdcRequest request) {
        return (request.body().options() & KdcOptions.CNAME_IN_ADDITIONAL_TICKET) != 0;
    }
}
