package kcd.broker.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import kcd.broker.caller.Caller;
import kcd.broker.fake.FakeAcceptor;
import kcd.broker.fake.FakeClock;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.gss.AcceptorProof.NotProven;
import kcd.kerberos.gss.AcceptorProof.Proven;
import kcd.kerberos.gss.AcceptorProof.Verdict;
import org.junit.jupiter.api.Test;

class AwaitedRepliesTest {
    private static final Caller EDGE = new Caller("edge", Set.of(), Set.of(), false, false);
    private static final Caller OTHER = new Caller("other", Set.of(), Set.of(), false, false);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final FakeClock clock = new FakeClock();
    private final FakeAcceptor acceptor = new FakeAcceptor(clock);
    private final List<Verdict> journal = new ArrayList<>();
    private final AwaitedReplies replies = new AwaitedReplies(RANDOM, clock, (_, _, verdict) -> journal.add(verdict));
    private final Octets handle =
            replies.await(EDGE, "a token", acceptor.token().proof());

    @Test
    void a_proof_is_good_once() {
        // When
        Verdict first = replies.verify(EDGE, handle, acceptor.proof());
        Verdict second = replies.verify(EDGE, handle, acceptor.proof());

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
        assertThat(replies.verify(EDGE, handle, acceptor.proof())).isInstanceOf(NotProven.class);
    }

    @Test
    void a_handle_is_its_callers_own() {
        assertThat(replies.verify(OTHER, handle, acceptor.proof())).isInstanceOf(NotProven.class);
    }

    @Test
    void a_caller_without_end_pushes_out_nobody_elses_handles() {
        // Given
        var proof = acceptor.token().proof();

        // When
        for (int i = 0; i <= AwaitedReplies.MAX_AWAITED; i++) {
            replies.await(OTHER, "one of many", proof);
        }

        // Then
        assertThat(replies.verify(EDGE, handle, acceptor.proof())).isEqualTo(new Proven());
    }

    @Test
    void a_handle_lasts_a_minute() {
        // When
        clock.advance(AwaitedReplies.LIFE);

        // Then
        assertThat(replies.verify(EDGE, handle, acceptor.proof())).isInstanceOf(NotProven.class);
    }
}
