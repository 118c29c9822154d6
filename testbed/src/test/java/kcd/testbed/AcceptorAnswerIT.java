package kcd.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.gss.AcceptorProof.NotProven;
import kcd.kerberos.gss.AcceptorProof.Proven;
import kcd.kerberos.gss.AcceptorToken;
import kcd.kerberos.gss.AcceptorToken.Bare;
import kcd.kerberos.gss.AcceptorToken.NegState;
import kcd.kerberos.gss.AcceptorToken.Refusal;
import kcd.kerberos.gss.MutualToken;
import kcd.kerberos.gss.TokenFactory;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.testbed.Apache.Answer;
import org.junit.jupiter.api.Test;

/** What MIT's acceptor, in Apache, answers to tokens of ours, and what we make of it. */
class AcceptorAnswerIT {
    private static final Realm HOME = new Realm("WORLDWIDE.TEST");

    private final Bed bed = Bed.current();
    private final TokenFactory tokens = tokens(Clock.systemUTC());
    private final Apache apache = new Apache(bed, tokens);

    @Test
    void it_proves_itself_when_asked_and_the_proof_is_good_for_that_token_alone() throws Exception {
        // Given
        ServiceTicket ticket = ticket("HTTP/exch.worldwide.test");
        MutualToken another = tokens.prepare(ticket).mutualToken(Optional.empty());
        MutualToken[] sent = new MutualToken[1];

        // When
        Answer answer = apache.send(true, HOME, binding -> {
            sent[0] = tokens.prepare(ticket).mutualToken(binding);
            return sent[0].spnego();
        });

        // Then
        assertThat(answer.status()).isEqualTo("200");
        assertThat(sent[0].proof().check(answer.token())).isEqualTo(new Proven());
        assertThat(another.proof().check(answer.token())).isEqualTo(new NotProven("a proof for another request"));
    }

    @Test
    void a_token_of_another_time_is_rejected_as_skewed() throws Exception {
        // Given
        TokenFactory late = tokens(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10)));
        ServiceTicket ticket = ticket("HTTP/exch.worldwide.test");

        // When
        Answer answer = apache.send(
                true, HOME, binding -> late.prepare(ticket).mutualToken(binding).spnego());

        // Then
        assertThat(answer.status()).isEqualTo("401");
        assertThat(error(answer)).isEqualTo(ErrorCode.SKEW);
    }

    @Test
    void a_token_sent_twice_is_rejected_as_a_repeat() throws Exception {
        // Given
        ServiceTicket ticket = ticket("HTTP/exch.worldwide.test");
        Octets token = tokens.prepare(ticket).mutualToken(Optional.empty()).spnego();
        apache.send(false, HOME, _ -> token);

        // When
        Answer answer = apache.send(false, HOME, _ -> token);

        // Then
        assertThat(answer.status()).isEqualTo("401");
        assertThat(error(answer)).isEqualTo(ErrorCode.REPEAT);
    }

    @Test
    void who_asks_for_no_proof_is_given_no_reason() throws Exception {
        // Given
        TokenFactory late = tokens(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10)));
        ServiceTicket ticket = ticket("HTTP/exch.worldwide.test");

        // When
        Answer answer = apache.send(true, HOME, binding -> Octets.of(late.token(ticket, binding)));

        // Then
        assertThat(answer.status()).isEqualTo("401");
        assertThat(AcceptorToken.decode(answer.token())).isEqualTo(new Bare(NegState.REJECT));
    }

    private static int error(Answer answer) throws MalformedMessageException {
        return ((Refusal) AcceptorToken.decode(answer.token())).error().errorCode();
    }

    private ServiceTicket ticket(String target) throws Exception {
        return Engine.byKeytab(bed, "SVC_awseg@WORLDWIDE.TEST").delegate("alice@WORLDWIDE.TEST", target);
    }

    private static TokenFactory tokens(Clock clock) {
        return new TokenFactory(clock, new SecureRandom());
    }
}
