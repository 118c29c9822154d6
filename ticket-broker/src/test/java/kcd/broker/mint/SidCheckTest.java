package kcd.broker.mint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kcd.broker.caller.Caller;
import kcd.broker.fake.FakeClock;
import kcd.broker.fake.FakeTicketSource;
import kcd.broker.fake.Tickets;
import kcd.broker.identity.DerChain;
import kcd.broker.identity.Identified;
import kcd.broker.identity.IdentitySource;
import kcd.broker.mint.ClaimedUser.ByAssertion;
import kcd.broker.mint.ClaimedUser.ByCertificate;
import kcd.broker.mint.MintOutcome.Minted;
import kcd.broker.mint.MintOutcome.Refused;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.user.User;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.pki.name.Sid;
import kcd.pki.name.UserPrincipalName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidCheckTest {
    private static final ServicePrincipalName MAIL = ServicePrincipalName.parse("HTTP/mail.a.test");
    private static final Caller EDGE = new Caller("edge", Set.of(), Set.of(MAIL), true, false);
    private static final String ALICE = "S-1-5-21-1-2-3-1103";
    private static final String NEW_ALICE = "S-1-5-21-1-2-3-2207";

    private final FakeClock clock = new FakeClock();
    private final FakeTicketSource domain = new FakeTicketSource(clock, Duration.ofHours(10));
    private final List<SidVerdict> verdicts = new ArrayList<>();
    private Set<Sid> certified = Set.of(sid(ALICE));

    @Test
    void the_account_of_the_certificate_gets_its_token() {
        // Given
        domain.giveSid("alice@a.test", ALICE);

        // When
        MintOutcome outcome = mint(SidCheckMode.ENFORCE, false);

        // Then
        assertThat(outcome).isInstanceOf(Minted.class);
        assertThat(verdicts).containsExactly(SidVerdict.MATCH);
    }

    @Test
    void enforce_refuses_a_name_that_went_to_another_account() {
        // Given
        domain.giveSid("alice@a.test", NEW_ALICE);

        // When
        MintOutcome outcome = mint(SidCheckMode.ENFORCE, false);

        // Then
        Refusal refusal = ((Refused) outcome).refusal();
        assertThat(refusal.reason()).isEqualTo(RefusalReason.SID_MISMATCH);
        assertThat(refusal.message()).contains(ALICE).contains(NEW_ALICE);
        assertThat(refusal.remedy().orElseThrow()).contains("revoke the certificate");
    }

    @Test
    void warn_lets_it_pass_and_counts_it() {
        // Given
        domain.giveSid("alice@a.test", NEW_ALICE);

        // When
        MintOutcome outcome = mint(SidCheckMode.WARN, false);

        // Then
        assertThat(((Minted) outcome).sids()).isEqualTo(SidVerdict.MISMATCH);
        assertThat(verdicts).containsExactly(SidVerdict.MISMATCH);
    }

    @Test
    void off_asks_nothing() {
        // Given
        domain.giveSid("alice@a.test", NEW_ALICE);

        // When
        MintOutcome outcome = mint(SidCheckMode.OFF, false);

        // Then
        assertThat(((Minted) outcome).sids()).isEqualTo(SidVerdict.NOT_CHECKED);
        assertThat(verdicts).isEmpty();
    }

    @Test
    void enforce_refuses_where_the_domain_does_not_say_the_sid() {
        assertThat(((Refused) mint(SidCheckMode.ENFORCE, false)).refusal().message())
                .contains("says no SID");
    }

    @ParameterizedTest
    @CsvSource({"false, NO_SID", "true, SID_MISMATCH"})
    void a_certificate_without_sid_passes_unless_one_is_required(boolean required, String expected) {
        // Given
        domain.giveSid("alice@a.test", ALICE);
        certified = Set.of();

        // When
        MintOutcome outcome = mint(SidCheckMode.ENFORCE, required);

        // Then
        String came = switch (outcome) {
            case Minted minted -> minted.sids().name();
            case Refused refused -> refused.refusal().reason().name();
        };
        assertThat(came).isEqualTo(expected);
    }

    @Test
    void certificate_and_directory_both_have_to_agree_with_the_ticket() {
        // Given
        domain.giveSid("alice@a.test", ALICE);
        certified = Set.of(sid(ALICE), sid(NEW_ALICE));

        // When
        MintOutcome outcome = mint(SidCheckMode.ENFORCE, false);

        // Then
        assertThat(outcome).isInstanceOf(Refused.class);
    }

    @Test
    void a_cached_ticket_is_checked_against_each_certificate() {
        // Given
        domain.giveSid("alice@a.test", ALICE);
        TokenMinter minter = minter(new SidPolicy(SidCheckMode.ENFORCE, false));
        MintOutcome first = minter.mint(EDGE, shown());
        certified = Set.of(sid(NEW_ALICE));

        // When
        MintOutcome second = minter.mint(EDGE, shown());

        // Then
        assertThat(first).isInstanceOf(Minted.class);
        assertThat(second).isInstanceOf(Refused.class);
        assertThat(domain.delegations).hasValue(1);
    }

    @Test
    void a_callers_word_has_no_sid_to_compare() {
        // Given
        TokenMinter minter = minter(new SidPolicy(SidCheckMode.ENFORCE, true));

        // When
        MintOutcome outcome = minter.mint(
                EDGE,
                new MintRequest(new ByAssertion(new UserPrincipalName("alice@a.test")), MAIL, Optional.empty(), false));

        // Then
        assertThat(((Minted) outcome).sids()).isEqualTo(SidVerdict.NOT_CHECKED);
    }

    private MintOutcome mint(SidCheckMode mode, boolean required) {
        return minter(new SidPolicy(mode, required)).mint(EDGE, shown());
    }

    private TokenMinter minter(SidPolicy policy) {
        return new TokenMinter(
                _ -> new Identified(
                        User.named("alice@a.test"), IdentitySource.CERTIFICATE_UPN, certified, Optional.empty()),
                Tickets.of(domain, clock),
                new MintLimit(System::nanoTime),
                new SidCheck(policy, verdicts::add),
                Tickets.replies(clock),
                (_, _, _, _) -> {});
    }

    private static MintRequest shown() {
        return new MintRequest(
                new ByCertificate(new DerChain(List.of(new byte[] {1, 2, 3}))), MAIL, Optional.empty(), false);
    }

    private static Sid sid(String text) {
        return Sid.parse(text).orElseThrow();
    }
}
