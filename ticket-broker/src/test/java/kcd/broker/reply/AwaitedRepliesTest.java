package kcd.broker.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kcd.broker.caller.Caller;
import kcd.broker.fake.FakeClock;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.gss.AcceptorProof.NotProven;
import kcd.kerberos.gss.AcceptorProof.Proven;
import kcd.kerberos.gss.AcceptorProof.Verdict;
import kcd.kerberos.gss.MutualToken;
import kcd.kerberos.gss.TokenFactory;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.wire.ApRep;
import kcd.kerberos.wire.EncApRepPart;
import kcd.kerberos.wire.EncryptedData;
import kcd.kerberos.wire.Ticket;
import org.junit.jupiter.api.Test;

class AwaitedRepliesTest {
    private static final Caller EDGE = new Caller("edge", Set.of(), Set.of(), false, false);
    private static final Caller OTHER = new Caller("other", Set.of(), Set.of(), false, false);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final FakeClock clock = new FakeClock();
    private final EncryptionKey session = EncryptionKey.random(Enctype.AES256_SHA1, RANDOM);
    private final List<Verdict> journal = new ArrayList<>();
    private final AwaitedReplies replies = new AwaitedReplies(RANDOM, clock, (_, _, verdict) -> journal.add(verdict));
    private final MutualToken token = token();
    private final Octets handle = replies.await(EDGE, "a token", token.proof());

    @Test
    void a_proof_is_good_once() {
        // When
        Verdict first = replies.verify(EDGE, handle, proof());
        Verdict second = replies.verify(EDGE, handle, proof());

        // Then
        assertThat(first).isEqualTo(new Proven());
        assertThat(second).isInstanceOf(NotProven.class);
        assertThat(journal).containsExactly(first, second);
    }

    @Test
    void a_wrong_answer_uses_the_handle_up() {
        // When
        Verdict none = replies.verify(EDGE, handle, Octets.EMPTY);

        // Then
        assertThat(none).isInstanceOf(NotProven.class);
        assertThat(replies.verify(EDGE, handle, proof())).isInstanceOf(NotProven.class);
    }

    @Test
    void a_handle_is_its_callers_own() {
        assertThat(replies.verify(OTHER, handle, proof())).isInstanceOf(NotProven.class);
    }

    @Test
    void a_handle_lasts_a_minute() {
        // When
        clock.advance(AwaitedReplies.LIFE);

        // Then
        assertThat(replies.verify(EDGE, handle, proof())).isInstanceOf(NotProven.class);
    }

    /** The clock stands still, so the token's time is known. */
    private Octets proof() {
        Instant now = clock.instant();
        var part = new EncApRepPart(now, micros(now));
        return new ApRep(EncryptedData.of(session, null, KeyUsage.AP_REP, part.encode(), RANDOM)).encode();
    }

    private static int micros(Instant now) {
        int micros = now.getNano() / 1_000;
        return micros < 0x8000 ? micros + 0x8000 : micros;
    }

    private MutualToken token() {
        Principal server = Principal.parse("HTTP/mail.a.test@A.TEST");
        Ticket ticket = Ticket.of(
                server.realm(), PrincipalName.enterprise("any"), new EncryptedData(18, 1, Octets.of(new byte[100])));
        var credential = new Credential(
                ticket,
                Principal.parse("alice@A.TEST"),
                server,
                session,
                0,
                clock.instant(),
                clock.instant().plusSeconds(3_600));
        return new TokenFactory(clock, RANDOM)
                .prepare(new ServiceTicket(ServicePrincipalName.parse("HTTP/mail.a.test"), credential))
                .mutualToken(Optional.empty());
    }
}
