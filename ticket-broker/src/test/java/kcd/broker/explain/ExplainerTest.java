package kcd.broker.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kcd.broker.caller.Caller;
import kcd.broker.explain.ExplainOutcome.Explained;
import kcd.broker.explain.ExplainOutcome.NotExplained;
import kcd.broker.fake.FakeClock;
import kcd.broker.identity.DerChain;
import kcd.broker.identity.Identified;
import kcd.broker.identity.IdentitySource;
import kcd.broker.mint.ClaimedUser;
import kcd.broker.mint.ClaimedUser.ByAssertion;
import kcd.broker.mint.ClaimedUser.ByCertificate;
import kcd.broker.mint.SidCheck;
import kcd.broker.mint.SidCheckMode;
import kcd.broker.mint.SidPolicy;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.user.User;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.pki.name.Sid;
import kcd.pki.name.UserPrincipalName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainerTest {
    private static final ServicePrincipalName MAIL = ServicePrincipalName.parse("HTTP/mail.a.test");
    private static final Caller ADMIN = new Caller("admin", Set.of(), Set.of(MAIL), false, true);
    private static final Caller EDGE = new Caller("edge", Set.of(), Set.of(MAIL), true, false);
    private static final Realm HOME = new Realm("A.TEST");
    private static final ClaimedUser ALICE = new ByAssertion(new UserPrincipalName("alice@a.test"));

    private final FakeClock clock = new FakeClock();
    private final ExplainLimit limit = new ExplainLimit(clock);
    private final List<ExplainOutcome> journal = new ArrayList<>();
    private Optional<String> accountSid = Optional.empty();
    private SidCheck sids = SidCheck.OFF;
    private IdentityInquiry identities = (_, _) -> {
        throw new AssertionError("no certificate was given");
    };
    private Rehearsal rehearsal = (user, _, transcript) -> {
        transcript.steps().answered("S4U2Self for " + user, "a ticket", HOME, Optional.empty());
        transcript.client("alice@A.TEST");
        return accountSid;
    };

    @Test
    void tells_each_step_of_a_way_that_leads_to_a_token() {
        // When
        Explanation explanation = explained(ADMIN, ALICE);

        // Then
        assertThat(explanation.failure()).isEmpty();
        assertThat(explanation.clientPrincipal()).contains("alice@A.TEST");
        assertThat(explanation.steps()).extracting(Step::title).containsExactly("User", "S4U2Self for alice@a.test");
        assertThat(explanation.steps()).allMatch(Step::ok);
    }

    @Test
    void refuses_callers_that_may_not_ask() {
        assertThat(refusal(EDGE, ALICE, Optional.of(MAIL))).isEqualTo(RefusalReason.EXPLAIN_NOT_ALLOWED);
        assertThat(refusal(ADMIN, ALICE, Optional.of(ServicePrincipalName.parse("HTTP/secrets.a.test"))))
                .isEqualTo(RefusalReason.TARGET_NOT_ALLOWED);
    }

    @Test
    void explains_ten_times_a_minute_to_each_caller() {
        // Given
        for (int i = 0; i < ExplainLimit.MAX_EXPLANATIONS; i++) {
            explained(ADMIN, ALICE);
        }

        // When, Then
        assertThat(refusal(ADMIN, ALICE, Optional.empty())).isEqualTo(RefusalReason.RATE_LIMITED);
        explained(new Caller("other", Set.of(), Set.of(), false, true), ALICE);
        clock.advance(ExplainLimit.PERIOD.plusMillis(1));
        explained(ADMIN, ALICE);
    }

    @Test
    void ends_with_the_failed_step_when_a_controller_said_why() {
        // Given
        rehearsal = (_, _, transcript) -> {
            transcript.steps().refused("S4U2Self for alice@a.test", "unknown", HOME, Optional.empty(), 6);
            throw new RefusedException(RefusalReason.USER_UNKNOWN, "nobody knows alice");
        };

        // When
        Explanation explanation = explained(ADMIN, ALICE);

        // Then
        assertThat(explanation.failure()).map(Refusal::reason).contains(RefusalReason.USER_UNKNOWN);
        assertThat(explanation.steps()).hasSize(2);
        assertThat(explanation.steps().getLast().kerberosError()).hasValue(6);
    }

    @Test
    void adds_a_failed_step_when_nobody_answered() {
        // Given
        rehearsal = (_, _, transcript) -> {
            transcript.stage("S4U2Self for alice@a.test");
            throw new RefusedException(RefusalReason.KDC_UNAVAILABLE, "no controller answered");
        };

        // When
        Step last = explained(ADMIN, ALICE).steps().getLast();

        // Then
        assertThat(last.ok()).isFalse();
        assertThat(last.title()).isEqualTo("S4U2Self for alice@a.test");
        assertThat(last.detail()).isEqualTo("no controller answered");
    }

    @Test
    void tells_at_which_stage_a_certificate_was_refused() {
        // Given
        identities = (_, _) -> {
            throw new RefusedException(RefusalReason.CERTIFICATE_REJECTED, "expired");
        };

        // When
        Explanation explanation = explained(ADMIN, new ByCertificate(new DerChain(List.of(new byte[] {1}))));

        // Then
        assertThat(explanation.steps()).singleElement().satisfies(step -> {
            assertThat(step.title()).isEqualTo("Certificate chain");
            assertThat(step.ok()).isFalse();
        });
    }

    @ParameterizedTest(name = "{0}, required: {1}, certificate: {2}, PAC: {3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "OFF     | false | S-1-5-21-1 | S-1-5-21-2 | true  | ANOTHER account; kcd.identity.sid-check=off: minted, whatever they are",
                "WARN    | false | S-1-5-21-1 | S-1-5-21-1 | true  | the same account; kcd.identity.sid-check=warn: minted",
                "WARN    | false | S-1-5-21-1 | S-1-5-21-2 | true  | ANOTHER account; kcd.identity.sid-check=warn: minted, and told by audit log and metric",
                "WARN    | false | none       | S-1-5-21-2 | true  | nothing to compare; kcd.identity.sid-check=warn: minted, and told by audit log and metric",
                "ENFORCE | false | S-1-5-21-1 | S-1-5-21-1 | true  | the same account; kcd.identity.sid-check=enforce: minted",
                "ENFORCE | false | S-1-5-21-1 | S-1-5-21-2 | false | ANOTHER account; kcd.identity.sid-check=enforce: refused",
                "ENFORCE | false | S-1-5-21-1 | none       | false | nothing to compare; kcd.identity.sid-check=enforce: refused",
                "ENFORCE | false | none       | S-1-5-21-2 | true  | nothing to compare; kcd.identity.sid-check=enforce: minted",
                "ENFORCE | true  | none       | S-1-5-21-2 | false | nothing to compare; kcd.identity.sid-check=enforce: refused"
            })
    void tells_what_becomes_of_the_accounts_sid(
            SidCheckMode mode,
            boolean required,
            @Nullable String certified,
            @Nullable String account,
            boolean minted,
            String words) {
        // Given
        accountSid = Optional.ofNullable(account);
        sids = new SidCheck(new SidPolicy(mode, required), verdict -> {
            throw new AssertionError("an explanation is counted as a mint: " + verdict);
        });
        Set<Sid> certificate =
                Optional.ofNullable(certified).map(Sid::new).map(Set::of).orElseGet(Set::of);
        identities = (_, _) -> new Identified(
                new User.ByName(new UserPrincipalName("alice@a.test")),
                IdentitySource.CERTIFICATE_UPN,
                certificate,
                Optional.empty());

        // When
        Explanation explanation = explained(ADMIN, new ByCertificate(new DerChain(List.of(new byte[] {1}))));

        // Then
        Step last = explanation.steps().getLast();
        assertThat(last.title()).isEqualTo("SID of the account");
        assertThat(last.ok()).isEqualTo(minted);
        assertThat(last.detail())
                .isEqualTo("certificate and directory: " + (certified == null ? "none" : certified) + "; PAC: "
                        + (account == null ? "none" : account) + "; " + words);
        assertThat(explanation.failure().map(Refusal::reason))
                .isEqualTo(minted ? Optional.empty() : Optional.of(RefusalReason.SID_MISMATCH));
    }

    @Test
    void does_not_explain_what_is_no_certificate() {
        // Given
        identities = (_, _) -> {
            throw new RefusedException(RefusalReason.INVALID_REQUEST, "no DER");
        };

        // When, Then
        assertThat(refusal(ADMIN, new ByCertificate(new DerChain(List.of(new byte[] {1}))), Optional.empty()))
                .isEqualTo(RefusalReason.INVALID_REQUEST);
    }

    @Test
    void keeps_its_promise_of_64_steps_and_a_failed_last_one() {
        // Given
        rehearsal = (_, _, transcript) -> {
            for (int i = 0; i < 2 * Steps.MAX_STEPS; i++) {
                transcript.steps().ok("hop " + i, "");
            }
            throw new RefusedException(RefusalReason.KDC_PROTOCOL, "in circles");
        };

        // When
        List<Step> steps = explained(ADMIN, ALICE).steps();

        // Then
        assertThat(steps).hasSize(Steps.MAX_STEPS);
        assertThat(steps.getLast().ok()).isFalse();
    }

    @Test
    void enters_every_request_into_the_journal() {
        explained(ADMIN, ALICE);
        refusal(EDGE, ALICE, Optional.empty());
        assertThat(journal).hasSize(2);
    }

    @Test
    void times_each_step_from_the_end_of_the_one_before() {
        // Given
        long[] now = {0};
        rehearsal = (_, _, transcript) -> {
            now[0] += Duration.ofMillis(3).toNanos();
            transcript.steps().ok("three", "");
            now[0] += Duration.ofMillis(5).toNanos();
            transcript.steps().ok("five", "");
            return accountSid;
        };
        var explainer = new Explainer(
                identities, rehearsal, SidCheck.OFF, new ExplainLimit(clock), (_, _, _, _) -> {}, () -> now[0]);

        // When
        var outcome = (Explained) explainer.explain(ADMIN, new Question(ALICE, Optional.empty()));

        // Then
        assertThat(outcome.explanation().steps())
                .extracting(Step::took)
                .containsExactly(Duration.ZERO, Duration.ofMillis(3), Duration.ofMillis(5));
    }

    private Explanation explained(Caller caller, ClaimedUser user) {
        return ((Explained) ask(caller, user, Optional.empty())).explanation();
    }

    private RefusalReason refusal(Caller caller, ClaimedUser user, Optional<ServicePrincipalName> target) {
        return ((NotExplained) ask(caller, user, target)).refusal().reason();
    }

    private ExplainOutcome ask(Caller caller, ClaimedUser user, Optional<ServicePrincipalName> target) {
        var explainer = new Explainer(
                identities, rehearsal, sids, limit, (_, _, outcome, _) -> journal.add(outcome), System::nanoTime);
        return explainer.explain(caller, new Question(user, target));
    }
}
