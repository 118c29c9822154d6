package kcd.broker.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kcd.broker.fake.World;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.user.User;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.gss.TokenFactory;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.wire.KdcRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rehearsal at a domain in memory, behind a controller on loopback. */
class S4uRehearsalTest {
    private static final Optional<ServicePrincipalName> MAIL =
            Optional.of(ServicePrincipalName.parse("HTTP/mail.home.test"));
    private static final Optional<ServicePrincipalName> NO_TARGET = Optional.empty();
    private static final User ALICE = User.named("alice@home.test");

    private final World world = new World(List::of);
    private final Transcript transcript = new Transcript(System::nanoTime);

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void goes_from_the_realm_over_the_evidence_to_the_service_ticket() throws Exception {
        // When
        rehearsal(Map.of()).run(ALICE, MAIL, transcript);

        // Then
        assertThat(titles())
                .containsExactly(
                        "Realm of alice@home.test",
                        "TGT of svc@HOME.TEST",
                        "S4U2Self for alice@HOME.TEST",
                        "Evidence ticket",
                        "S4U2Proxy to HTTP/mail.home.test for alice@HOME.TEST");
        assertThat(steps()).allMatch(Step::ok);
        assertThat(detail("TGT of svc@HOME.TEST")).startsWith("obtained now");
        assertThat(transcript.succeeded().clientPrincipal()).contains("alice@HOME.TEST");
    }

    @Test
    void stops_at_the_evidence_when_no_target_is_asked_for() throws Exception {
        // When
        rehearsal(Map.of()).run(ALICE, NO_TARGET, transcript);

        // Then
        assertThat(titles()).endsWith("Evidence ticket");
    }

    @Test
    void spends_no_attempt_with_the_key_when_a_tgt_is_in_hand() throws Exception {
        // Given
        world.ticket("alice");
        int attempts = world.domain.proofs.values().stream().mapToInt(n -> n).sum();

        // When
        rehearsal(Map.of()).run(ALICE, NO_TARGET, transcript);

        // Then
        assertThat(detail("TGT of svc@HOME.TEST")).startsWith("held by the broker, 0 min old");
        assertThat(world.domain.proofs.values().stream().mapToInt(n -> n).sum()).isEqualTo(attempts);
    }

    @Test
    void asks_the_domain_anew_though_the_users_tickets_are_cached() throws Exception {
        // Given
        world.ticket("alice");
        int before = world.questions(0);

        // When
        rehearsal(Map.of()).run(ALICE, MAIL, transcript);

        // Then
        assertThat(world.questions(0) - before).isEqualTo(2);
    }

    @Test
    void says_where_the_realm_was_taken_from() throws Exception {
        // When
        rehearsal(Map.of("corp.example", World.REALM)).run(User.named("alice@corp.example"), NO_TARGET, transcript);
        rehearsal(Map.of()).run(new User.ByAccount(Principal.parse("alice@HOME.TEST")), NO_TARGET, transcript);

        // Then
        assertThat(detail("Realm of alice@corp.example"))
                .isEqualTo("HOME.TEST, as kcd.upn-suffixes.\"corp.example\" says");
        assertThat(detail("Realm of alice@HOME.TEST")).isEqualTo("HOME.TEST, where the directory has the account");
    }

    @Test
    void writes_the_refused_step_down_and_goes_no_further() {
        // Given
        world.domain.refuse =
                (_, request) -> request.type() == KdcRequest.Type.TGS ? ErrorCode.C_PRINCIPAL_UNKNOWN : null;

        // When
        RefusedException refused = catchThrowableOfType(
                RefusedException.class, () -> rehearsal(Map.of()).run(ALICE, MAIL, transcript));

        // Then
        assertThat(refused.refusal().reason()).isEqualTo(RefusalReason.USER_UNKNOWN);
        assertThat(steps().getLast().ok()).isFalse();
        assertThat(steps().getLast().kerberosError()).hasValue(ErrorCode.C_PRINCIPAL_UNKNOWN);
    }

    private S4uRehearsal rehearsal(Map<String, Realm> suffixes) {
        return new S4uRehearsal(
                world.account,
                world.kdc,
                world.tgts,
                world.keeper::ready,
                Set.of(World.REALM),
                suffixes,
                true, // the domain in memory leaves enterprise names as they are
                new TokenFactory(world.clock, new SecureRandom()),
                world.clock);
    }

    private List<Step> steps() {
        return transcript.succeeded().steps();
    }

    private List<String> titles() {
        return steps().stream().map(Step::title).toList();
    }

    private String detail(String title) {
        return steps().stream()
                .filter(step -> step.title().equals(title))
                .findFirst()
                .orElseThrow()
                .detail();
    }
}
