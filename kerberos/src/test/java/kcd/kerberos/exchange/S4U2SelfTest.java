package kcd.kerberos.exchange;

import static kcd.kerberos.exchange.Engine.ALICE;
import static kcd.kerberos.exchange.Engine.ALICE_BY_UPN;
import static kcd.kerberos.exchange.Engine.B;
import static kcd.kerberos.exchange.Engine.CAROL;
import static kcd.kerberos.exchange.Engine.failure;
import static kcd.kerberos.exchange.Engine.violation;
import static kcd.kerberos.exchange.FakeKdc.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.name.NameType;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.EvidenceTicket;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.PaS4uX509User;
import kcd.kerberos.wire.Ticket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S4U2SelfTest {
    private static final Principal BOB = Principal.parse("bob@HOME.TEST");

    private final Engine engine = new Engine();

    @Test
    void impersonates_a_user_of_our_realm_in_one_round_trip() throws Exception {
        engine.tgts.tgt(HOME);
        engine.kdc.asked.clear();

        EvidenceTicket evidence = engine.client.impersonate(engine.tgts, ALICE);

        assertThat(evidence.user()).isEqualTo(ALICE);
        assertThat(evidence.isForwardable()).isTrue();
        assertThat(engine.kdc.asked).containsExactly("HOME.TEST svc");
    }

    @Test
    void takes_the_kdcs_word_on_who_a_user_principal_name_is() throws Exception {
        assertThat(engine.client.impersonate(engine.tgts, ALICE_BY_UPN).user()).isEqualTo(ALICE);
    }

    @Test
    void impersonates_a_user_of_another_realm_over_the_trust_and_back() throws Exception {
        EvidenceTicket evidence = engine.client.impersonate(engine.tgts, CAROL);

        assertThat(evidence.user()).isEqualTo(CAROL);
        assertThat(engine.kdc.asked)
                .containsExactly(
                        "HOME.TEST krbtgt/HOME.TEST",
                        "HOME.TEST krbtgt/HOME.TEST",
                        "HOME.TEST krbtgt/B.TEST",
                        "B.TEST svc\\@HOME.TEST",
                        "HOME.TEST svc");
    }

    @Test
    void needs_no_confirmation_for_the_very_name_it_asked_for() throws Exception {
        engine.kdc.confirmsUsers = false;

        assertThat(engine.client.impersonate(engine.tgts, ALICE).user()).isEqualTo(ALICE);
    }

    @Test
    void refuses_a_name_that_nobody_confirms() {
        engine.kdc.confirmsUsers = false;

        violation("nothing confirms", () -> engine.client.impersonate(engine.tgts, ALICE_BY_UPN));
    }

    @Test
    void refuses_another_users_ticket_put_in_place_of_the_one_asked_for() throws Exception {
        Ticket bobs = engine.client.impersonate(engine.tgts, BOB).credential().ticket();
        onEvidence(answer -> {
            // All that an attacker on the way can do without a key: swap what is not protected.
            answer.swapped = bobs;
            answer.client = BOB;
            answer.padata.clear();
        });

        violation("not the one the reply speaks of", () -> engine.client.impersonate(engine.tgts, ALICE));
        violation("not the one the reply speaks of", () -> engine.client.impersonate(engine.tgts, ALICE_BY_UPN));
    }

    @Test
    void refuses_a_ticket_of_the_same_user_from_another_exchange() throws Exception {
        Ticket older =
                engine.client.impersonate(engine.tgts, ALICE).credential().ticket();
        onEvidence(answer -> answer.swapped = older);

        violation("not the one the reply speaks of", () -> engine.client.impersonate(engine.tgts, ALICE));
    }

    @Test
    void refuses_a_ticket_for_a_user_other_than_confirmed() {
        onEvidence(answer -> answer.client = answer.ticketClient = BOB);

        violation("another user than confirmed", () -> engine.client.impersonate(engine.tgts, ALICE));
    }

    @Test
    void refuses_a_reply_that_names_another_user_than_its_ticket() {
        onEvidence(answer -> answer.client = BOB);

        violation("another user than the ticket", () -> engine.client.impersonate(engine.tgts, ALICE));
    }

    @Test
    void sees_that_the_kdc_ignored_the_request_and_named_ourselves() {
        onEvidence(answer -> {
            answer.client = answer.ticketClient = FakeKdc.SERVICE;
            answer.padata.clear();
        });

        failure(KerberosFailure.KdcUnsupported.class, () -> engine.client.impersonate(engine.tgts, ALICE));
    }

    @Test
    void refuses_a_confirmation_that_is_wrongly_signed() {
        confirming(
                (asked, answer) -> FakeKdc.confirm(asked, ALICE, FakeKdc.key("another"), KeyUsage.S4U_X509_USER_REPLY));

        violation("not signed by the KDC", () -> engine.client.impersonate(engine.tgts, ALICE));
    }

    @Test
    void refuses_our_own_request_played_back_as_the_confirmation() {
        confirming((asked, answer) -> asked.toPaData());

        violation("not signed by the KDC", () -> engine.client.impersonate(engine.tgts, ALICE));
    }

    @Test
    void refuses_a_confirmation_of_another_request() {
        confirming((asked, answer) -> PaS4uX509User.sign(
                        asked.nonce() ^ 1,
                        ALICE.name(),
                        HOME,
                        null,
                        asked.options(),
                        answer.replyKey,
                        KeyUsage.S4U_X509_USER_REPLY)
                .toPaData());

        violation("another request", () -> engine.client.impersonate(engine.tgts, ALICE));
    }

    @Test
    void refuses_a_confirmation_that_makes_no_sense() {
        confirming((asked, answer) -> new PaData(PaData.S4U_X509_USER, Octets.of(new byte[] {0x30, 0})));

        violation("malformed PA-S4U-X509-USER", () -> engine.client.impersonate(engine.tgts, ALICE));
    }

    @Test
    void refuses_a_realm_that_vouches_for_another_realms_user() {
        // A trusted realm's KDC, gone bad, answers for its own carol that she is our administrator.
        Principal administrator = Principal.parse("administrator@HOME.TEST");
        confirming((asked, answer) -> answer.server.realm().equals(B)
                ? FakeKdc.confirm(asked, administrator, answer.replyKey, KeyUsage.S4U_X509_USER_REPLY)
                : null);

        violation("vouches for another realm's user", () -> engine.client.impersonate(engine.tgts, CAROL));
    }

    @Test
    void refuses_a_name_that_changes_on_the_way() {
        Principal other = Principal.parse("dave@B.TEST");
        confirming((asked, answer) -> answer.server.name().isTgs()
                ? null
                : FakeKdc.confirm(asked, other, answer.replyKey, KeyUsage.S4U_X509_USER_REPLY));

        violation("changed on the way", () -> engine.client.impersonate(engine.tgts, CAROL));
    }

    @Test
    void refuses_a_ticket_to_somebody_else_than_ourselves() {
        onEvidence(answer -> answer.server = answer.ticketServer = Principal.parse("HTTP/mail@HOME.TEST"));

        violation("instead of ourselves", () -> engine.client.impersonate(engine.tgts, ALICE));
    }

    @Test
    void refuses_a_ticket_to_ourselves_from_a_foreign_realm() {
        engine.kdc.touch = answer -> {
            if (answer.server.equals(new Principal(PrincipalName.tgs(HOME), B))) {
                answer.server = answer.ticketServer = new Principal(PrincipalName.principal("svc"), B);
            }
        };

        violation("instead of ourselves", () -> engine.client.impersonate(engine.tgts, CAROL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "x@y", "line\nbreak"})
    void refuses_a_referral_to_a_realm_that_is_none(String realm) {
        PrincipalName nowhere = new PrincipalName(NameType.SRV_INST, List.of("krbtgt", realm));
        engine.kdc.touch = answer -> {
            if (answer.server.realm().equals(B)) {
                answer.server = answer.ticketServer = new Principal(nowhere, B);
            }
        };

        violation("instead of ourselves", () -> engine.client.impersonate(engine.tgts, CAROL));
    }

    @Test
    void says_when_none_of_its_keys_opens_the_ticket() {
        onEvidence(answer -> {
            answer.ticketKey = FakeKdc.key("changed since");
            answer.kvno = 7;
        });

        var refused = failure(
                KerberosFailure.ServiceAccountRefused.class, () -> engine.client.impersonate(engine.tgts, ALICE));

        assertThat(refused.attempt().detail()).contains("none of our keys", "kvno 7");
    }

    @Test
    void stops_where_referrals_go_in_circles() {
        engine.kdc.routes.put("B.TEST>HOME.TEST", Engine.C);
        engine.kdc.routes.put("C.TEST>HOME.TEST", B);

        violation("circles", () -> engine.client.impersonate(engine.tgts, CAROL));

        assertThat(engine.kdc.asked.stream().filter(a -> a.contains("svc\\@"))).hasSize(2);
    }

    @Test
    void stops_after_more_referrals_than_any_forest_has_trusts() {
        engine.kdc.routes.put("B.TEST>HOME.TEST", new Realm("R0"));
        for (int i = 0; i < 50; i++) {
            engine.kdc.routes.put("R" + i + ">HOME.TEST", new Realm("R" + (i + 1)));
        }

        violation("more than 10 referrals", () -> engine.client.impersonate(engine.tgts, CAROL));

        assertThat(engine.kdc.asked.stream().filter(a -> a.contains("svc\\@"))).hasSize(10);
    }

    @Test
    void replaces_a_stale_ticket_once() throws Exception {
        int[] refusals = {1};
        engine.kdc.refuse = (realm, request) -> isSelf(request) && refusals[0]-- > 0 ? ErrorCode.TGT_REVOKED : null;

        assertThat(engine.client.impersonate(engine.tgts, ALICE).user()).isEqualTo(ALICE);

        assertThat(engine.tgts.discarded).containsExactly(HOME);
        assertThat(engine.kdc.proofs).containsEntry("HOME.TEST", 2);
    }

    @Test
    void replaces_a_stale_ticket_no_more_than_once() {
        engine.kdc.refuse = (realm, request) -> isSelf(request) ? ErrorCode.TKT_EXPIRED : null;

        failure(KerberosFailure.StaleTicket.class, () -> engine.client.impersonate(engine.tgts, ALICE));

        assertThat(engine.tgts.discarded).containsExactly(HOME);
        assertThat(engine.kdc.proofs).containsEntry("HOME.TEST", 2);
    }

    @Test
    void replaces_our_own_ticket_when_it_is_refused_on_the_way_to_another_realm() throws Exception {
        int[] refusals = {1};
        engine.kdc.refuse = (realm, request) -> request.body().sname() != null
                        && request.body().sname().equals(PrincipalName.tgs(B))
                        && refusals[0]-- > 0
                ? ErrorCode.BAD_INTEGRITY
                : null;

        assertThat(engine.client.impersonate(engine.tgts, CAROL).user()).isEqualTo(CAROL);

        assertThat(engine.tgts.discarded).containsExactly(HOME);
    }

    @Test
    void leaves_the_ticket_alone_that_another_thread_has_fetched_meanwhile() throws Exception {
        engine.tgts.tgt(HOME);
        int[] refusals = {1};
        engine.kdc.refuse = (realm, request) -> {
            if (isSelf(request) && refusals[0]-- > 0) {
                engine.tgts.forget(HOME);
                fetch(); // the other thread
                return ErrorCode.TGT_REVOKED;
            }
            return null;
        };

        engine.client.impersonate(engine.tgts, ALICE);

        assertThat(engine.kdc.proofs).containsEntry("HOME.TEST", 2);
    }

    private void fetch() {
        try {
            engine.tgts.tgt(HOME);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isSelf(KdcRequest request) {
        return PaData.find(request.padata(), PaData.FOR_USER).isPresent();
    }

    /** Touches the reply with the evidence ticket. */
    private void onEvidence(Consumer<FakeAnswer> lie) {
        engine.kdc.touch = answer -> {
            if (isSelf(answer.request) && !answer.server.name().isTgs()) {
                lie.accept(answer);
            }
        };
    }

    /** Puts another confirmation in place; null leaves the right one. */
    private void confirming(Confirmation lie) {
        engine.kdc.touch = answer -> {
            if (!isSelf(answer.request)) {
                return;
            }
            try {
                PaData other = lie.make(
                        PaS4uX509User.decode(PaData.find(answer.request.padata(), PaData.S4U_X509_USER)
                                .orElseThrow()),
                        answer);
                if (other != null) {
                    answer.padata.clear();
                    answer.padata.add(other);
                }
            } catch (MalformedMessageException e) {
                throw new AssertionError(e);
            }
        };
    }

    private interface Confirmation {
        @Nullable
        PaData make(PaS4uX509User asked, FakeAnswer answer);
    }
}
