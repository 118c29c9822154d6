package kcd.kerberos.exchange;

import static kcd.kerberos.exchange.Engine.ALICE;
import static kcd.kerberos.exchange.Engine.ALICE_BY_UPN;
import static kcd.kerberos.exchange.Engine.CAROL;
import static kcd.kerberos.exchange.Engine.MAIL;
import static kcd.kerberos.exchange.Engine.MAIL_C;
import static kcd.kerberos.exchange.Engine.failure;
import static kcd.kerberos.exchange.Engine.violation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.name.Principal;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.wire.EtypeInfo2;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.PaS4uX509User;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Whatever a KDC, or who is in between, chooses: RC4 is in use where that is permitted, and nowhere else. */
class Rc4PermissionTest {
    private static final int RC4 = Enctype.RC4_HMAC.number();
    private static final EncryptionKey AES_KEY = FakeKdc.key("svc");
    private static final EncryptionKey RC4_KEY = EncryptionKey.random(Enctype.RC4_HMAC, new SecureRandom());
    private static final Principal BOB = Principal.parse("bob@HOME.TEST");

    private final Engine strict = new Engine();
    private final Engine lenient = new Engine(new Engine.OneKey(AES_KEY), PermittedEnctypes.AES_AND_RC4);

    @Test
    void no_request_offers_it_unless_permitted() throws Exception {
        delegateEverywhere(strict);

        assertThat(strict.kdc.requests)
                .hasSizeGreaterThan(8)
                .allSatisfy(request ->
                        assertThat(request.body().etypes()).isNotEmpty().doesNotContain(RC4));
    }

    @Test
    void where_permitted_every_request_offers_it_last() throws Exception {
        delegateEverywhere(lenient);

        assertThat(lenient.kdc.requests.stream()
                        .map(request -> request.body().etypes())
                        .filter(etypes ->
                                !etypes.equals(List.of(Enctype.AES256_SHA1.number())))) // the one key's own type
                .hasSizeGreaterThan(6)
                .allSatisfy(etypes -> assertThat(etypes).hasSize(5).endsWith(RC4));
    }

    @Test
    void a_tgt_with_such_a_session_key_is_refused() {
        strict.kdc.touch = Rc4PermissionTest::weakenSession;

        refused(() -> strict.tgts.tgt(FakeKdc.HOME));
    }

    @Test
    void evidence_with_such_a_session_key_is_refused() throws Exception {
        strict.tgts.tgt(FakeKdc.HOME);
        strict.kdc.touch = Rc4PermissionTest::weakenSession;

        refused(() -> strict.client.impersonate(strict.tgts, ALICE));
    }

    @Test
    void a_service_ticket_with_such_a_session_key_is_refused() throws Exception {
        var evidence = strict.client.impersonate(strict.tgts, ALICE);
        strict.kdc.touch = Rc4PermissionTest::weakenSession;

        refused(() -> strict.client.delegate(strict.tgts, evidence, MAIL));
    }

    @Test
    void evidence_under_such_a_key_of_ours_is_refused_unread() throws Exception {
        strict.tgts.tgt(FakeKdc.HOME);
        strict.kdc.touch = answer -> answer.ticketKey = RC4_KEY;

        var mismatch = failure(
                KerberosFailure.EncryptionTypeMismatch.class, () -> strict.client.impersonate(strict.tgts, ALICE));

        assertThat(mismatch.attempt().detail()).contains("encryption type 23");
    }

    @Test
    void an_account_has_no_keys_that_it_may_not_use() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServiceAccount(FakeKdc.SERVICE, new Engine.OneKey(RC4_KEY)))
                .withMessageContaining("not permitted");
    }

    @Test
    void where_permitted_an_account_that_has_nothing_else_delegates_by_it() throws Exception {
        Engine engine = new Engine(new Engine.OneKey(RC4_KEY), PermittedEnctypes.AES_AND_RC4);
        engine.kdc.serviceKey = RC4_KEY;
        engine.kdc.infos = List.of(new EtypeInfo2(RC4, null, null));

        ServiceTicket ticket =
                engine.client.delegate(engine.tgts, engine.client.impersonate(engine.tgts, CAROL), MAIL_C);

        assertThat(ticket.credential().client()).isEqualTo(CAROL);
        assertThat(ticket.credential().sessionKey().enctype()).isEqualTo(Enctype.RC4_HMAC);
    }

    @Test
    void a_confirmation_without_a_key_counts_as_the_protected_part_repeats_it() throws Exception {
        weakTgt(lenient);

        assertThat(lenient.client.impersonate(lenient.tgts, ALICE_BY_UPN).user())
                .isEqualTo(ALICE);
    }

    @Test
    void a_confirmation_that_was_changed_on_the_way_is_refused() throws Exception {
        weakTgt(lenient);
        lenient.kdc.touch = onConfirmation((confirmed, answer) ->
                answer.padata.add(FakeKdc.confirm(confirmed, BOB, answer.replyKey, KeyUsage.S4U_X509_USER_REPLY)));

        violation("protected part repeats", () -> lenient.client.impersonate(lenient.tgts, ALICE));
    }

    @Test
    void a_confirmation_that_the_protected_part_does_not_repeat_confirms_nobody() throws Exception {
        weakTgt(lenient);
        lenient.kdc.touch = onConfirmation((confirmed, answer) -> {
            answer.padata.add(confirmed.toPaData());
            answer.encryptedPaData.clear();
        });

        violation("nothing confirms", () -> lenient.client.impersonate(lenient.tgts, ALICE_BY_UPN));
        assertThat(lenient.client.impersonate(lenient.tgts, ALICE).user()).isEqualTo(ALICE);
    }

    @Test
    void a_confirmation_without_a_key_proves_nothing_under_an_aes_key() throws Exception {
        strict.tgts.tgt(FakeKdc.HOME);
        strict.kdc.touch = onConfirmation((confirmed, answer) ->
                answer.padata.add(FakeKdc.confirm(confirmed, ALICE, RC4_KEY, KeyUsage.S4U_X509_USER_REPLY)));

        violation("not signed by the KDC", () -> strict.client.impersonate(strict.tgts, ALICE));
    }

    private static void delegateEverywhere(Engine engine) throws Exception {
        engine.client.delegate(engine.tgts, engine.client.impersonate(engine.tgts, CAROL), MAIL_C);
        engine.client.locate("a.liddell@corp.test");
    }

    private static void refused(ThrowingCallable body) {
        var mismatch = failure(KerberosFailure.EncryptionTypeMismatch.class, body);
        assertThat(mismatch.attempt().detail()).contains("session key is rc4-hmac, which we did not offer");
        assertThat(mismatch.remedy())
                .contains("msDS-SupportedEncryptionTypes", "-KerberosEncryptionType AES128,AES256");
    }

    /** Has a TGT with such a session key, as of a domain whose krbtgt has no AES key. */
    private static void weakTgt(Engine engine) throws Exception {
        engine.kdc.touch = Rc4PermissionTest::weakenSession;
        engine.tgts.tgt(FakeKdc.HOME);
        engine.kdc.touch = answer -> {};
    }

    private static void weakenSession(FakeAnswer answer) {
        answer.sessionKey = answer.ticketSessionKey = RC4_KEY;
    }

    /** Puts another confirmation in the place of the KDC's. */
    private static Consumer<FakeAnswer> onConfirmation(Change change) {
        return answer -> PaData.find(answer.padata, PaData.S4U_X509_USER).ifPresent(value -> {
            answer.padata.clear();
            change.apply(decoded(value), answer);
        });
    }

    private static PaS4uX509User decoded(Octets value) {
        try {
            return PaS4uX509User.decode(value);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    private interface Change {
        void apply(PaS4uX509User confirmed, FakeAnswer answer);
    }
}
