package kcd.broker.mint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import kcd.broker.caller.Caller;
import kcd.broker.fake.FakeClock;
import kcd.broker.fake.FakeTicketSource;
import kcd.broker.fake.Tickets;
import kcd.broker.identity.DerChain;
import kcd.broker.identity.DeviceIdentities;
import kcd.broker.identity.Identified;
import kcd.broker.identity.IdentitySource;
import kcd.broker.mint.ClaimedUser.ByAssertion;
import kcd.broker.mint.ClaimedUser.ByCertificate;
import kcd.broker.mint.MintOutcome.Minted;
import kcd.broker.mint.MintOutcome.Refused;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.reply.Rejection;
import kcd.broker.ticket.TlsServerEndPoint;
import kcd.broker.user.User;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.pki.name.UserPrincipalName;
import org.junit.jupiter.api.Test;

class TokenMinterTest {
    private static final ServicePrincipalName MAIL = ServicePrincipalName.parse("HTTP/mail.a.test");
    private static final ServicePrincipalName FILES = ServicePrincipalName.parse("HTTP/files.a.test");
    private static final ServicePrincipalName SECRETS = ServicePrincipalName.parse("HTTP/secrets.a.test");
    private static final Caller EDGE = new Caller("edge", Set.of(), Set.of(MAIL, FILES), false, false);
    private static final Caller CRON = new Caller("cron", Set.of(), Set.of(MAIL), true, false);
    private static final ClaimedUser ALICE = new ByAssertion(new UserPrincipalName("alice@a.test"));

    private final FakeClock clock = new FakeClock();
    private final FakeTicketSource domain = new FakeTicketSource(clock, Duration.ofHours(10));
    private final List<MintOutcome> journal = new ArrayList<>();
    private volatile DeviceIdentities identities =
            _ -> new Identified(User.named("carl@a.test"), IdentitySource.CERTIFICATE_UPN, Set.of(), Optional.empty());
    private final TokenMinter minter = Tickets.minter(
            chain -> identities.identify(chain), domain, clock, (_, _, outcome, _) -> journal.add(outcome));

    @Test
    void takes_the_user_from_the_certificate() {
        // When
        MintOutcome outcome = minter.mint(EDGE, request(certificate(), MAIL));

        // Then
        assertThat(token(outcome)).isEqualTo("carl@a.test -> HTTP/mail.a.test #1");
        assertThat(((Minted) outcome).token().clientPrincipal()).isEqualTo("carl@A.TEST");
    }

    @Test
    void asks_the_domain_once_for_a_user_and_once_more_for_each_target() {
        // When
        minter.mint(EDGE, request(certificate(), MAIL));
        minter.mint(EDGE, request(certificate(), MAIL));
        minter.mint(EDGE, request(certificate(), FILES));

        // Then
        assertThat(domain.impersonations).hasValue(1);
        assertThat(domain.delegations).hasValue(2);
    }

    @Test
    void a_target_that_is_not_allowed_is_refused_before_anything_is_asked() {
        // When
        MintOutcome outcome = minter.mint(EDGE, request(certificate(), SECRETS));

        // Then
        assertThat(reason(outcome)).isEqualTo(RefusalReason.TARGET_NOT_ALLOWED);
        assertThat(domain.impersonations).hasValue(0);
    }

    @Test
    void believes_no_assertion_of_a_caller_that_may_not_assert() {
        assertThat(reason(minter.mint(EDGE, request(ALICE, MAIL)))).isEqualTo(RefusalReason.ASSERTION_NOT_ALLOWED);
    }

    @Test
    void believes_the_assertion_of_a_caller_that_may() {
        assertThat(token(minter.mint(CRON, request(ALICE, MAIL)))).startsWith("alice@a.test ->");
    }

    @Test
    void passes_the_channel_binding_on() {
        // Given
        var channel = TlsServerEndPoint.of(new byte[32]);

        // When
        MintOutcome outcome = minter.mint(CRON, new MintRequest(ALICE, MAIL, channel, false));

        // Then
        assertThat(token(outcome)).endsWith("bound to 32 bytes");
    }

    @Test
    void mints_further_tokens_of_the_same_ticket_and_channel_where_they_are_asked_for() {
        // Given
        var channel = TlsServerEndPoint.of(new byte[32]);
        var request = new MintRequest(ALICE, MAIL, channel, false, Optional.empty(), false, 3);

        // When
        Minted minted = (Minted) minter.mint(CRON, request);

        // Then
        assertThat(minted.token().further())
                .hasSize(3)
                .allSatisfy(further -> assertThat(new String(further.toArray(), StandardCharsets.UTF_8))
                        .startsWith("alice@a.test ->")
                        .endsWith("bound to 32 bytes"));
        assertThat(domain.delegations).hasValue(1);
    }

    @Test
    void a_refused_certificate_ends_it() {
        // Given
        identities = _ -> {
            throw new RefusedException(RefusalReason.CERTIFICATE_REVOKED, "revoked");
        };

        // When
        MintOutcome outcome = minter.mint(EDGE, request(certificate(), MAIL));

        // Then
        assertThat(reason(outcome)).isEqualTo(RefusalReason.CERTIFICATE_REVOKED);
        assertThat(domain.impersonations).hasValue(0);
    }

    @Test
    void fetches_a_new_ticket_when_the_target_rejected_the_last() {
        // Given
        minter.mint(CRON, request(ALICE, MAIL));
        clock.advance(Duration.ofMinutes(1));

        // When
        MintOutcome outcome = minter.mint(CRON, new MintRequest(ALICE, MAIL, Optional.empty(), true));

        // Then
        assertThat(token(outcome)).endsWith("#2");
        assertThat(domain.impersonations).hasValue(1);
    }

    @Test
    void a_ticket_fetched_a_moment_ago_answers_a_second_wish_for_a_new_one() {
        // Given
        minter.mint(CRON, request(ALICE, MAIL));
        clock.advance(Duration.ofMinutes(1));
        minter.mint(CRON, new MintRequest(ALICE, MAIL, Optional.empty(), true));

        // When
        MintOutcome outcome = minter.mint(CRON, new MintRequest(ALICE, MAIL, Optional.empty(), true));

        // Then
        assertThat(token(outcome)).endsWith("#2");
    }

    @Test
    void limits_how_often_a_target_may_reject() {
        // Given
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofSeconds(30));
            minter.mint(CRON, new MintRequest(ALICE, MAIL, Optional.empty(), true));
        }

        // When
        clock.advance(Duration.ofSeconds(30));
        MintOutcome fourth = minter.mint(CRON, new MintRequest(ALICE, MAIL, Optional.empty(), true));

        // Then
        assertThat(reason(fourth)).isEqualTo(RefusalReason.RATE_LIMITED);
        assertThat(((Refused) fourth).refusal().retryAfter()).contains(Duration.ofSeconds(210));
    }

    @Test
    void a_fault_of_ours_is_internal_and_tells_nothing() {
        // Given
        identities = _ -> {
            throw new IllegalStateException("key 0xdeadbeef");
        };

        // When
        MintOutcome outcome = minter.mint(EDGE, request(certificate(), MAIL));

        // Then
        assertThat(reason(outcome)).isEqualTo(RefusalReason.INTERNAL);
        assertThat(((Refused) outcome).refusal().message()).doesNotContain("deadbeef");
    }

    @Test
    void every_request_ends_in_the_journal() {
        // When
        minter.mint(CRON, request(ALICE, MAIL));
        minter.mint(EDGE, request(ALICE, MAIL));

        // Then
        assertThat(journal).hasSize(2).first().isInstanceOf(Minted.class);
        assertThat(journal.getLast()).isInstanceOf(Refused.class);
    }

    private static ClaimedUser certificate() {
        return new ByCertificate(new DerChain(List.of(new byte[] {1})));
    }

    @Test
    void what_a_target_said_reaches_the_log_only_from_a_caller_that_may_ask() {
        // Given
        List<String> logged = new ArrayList<>();
        Logger logger = Logger.getLogger(TokenMinter.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry.getLevel().getName());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            // When
            minter.mint(EDGE, rejected(SECRETS));

            // Then
            assertThat(logged).isEmpty();

            // When
            minter.mint(EDGE, rejected(MAIL));

            // Then
            assertThat(logged).hasSize(1);
        } finally {
            logger.removeHandler(handler);
        }
    }

    private static MintRequest rejected(ServicePrincipalName target) {
        var rejection = new Rejection(Rejection.Kind.NO_REASON, "whatever the caller writes");
        return new MintRequest(certificate(), target, Optional.empty(), true, Optional.of(rejection), false, 0);
    }

    private static MintRequest request(ClaimedUser user, ServicePrincipalName target) {
        return new MintRequest(user, target, Optional.empty(), false);
    }

    private static String token(MintOutcome outcome) {
        return switch (outcome) {
            case Minted minted -> new String(minted.token().spnego(), StandardCharsets.UTF_8);
            case Refused refused -> refused.toString();
        };
    }

    private static RefusalReason reason(MintOutcome outcome) {
        return ((Refused) outcome).refusal().reason();
    }
}
