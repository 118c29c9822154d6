package kcd.broker.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kcd.broker.caller.Caller;
import kcd.broker.explain.ExplainOutcome.Explained;
import kcd.broker.explain.ExplainOutcome.NotExplained;
import kcd.broker.explain.Explanation;
import kcd.broker.explain.Question;
import kcd.broker.fake.FakeClock;
import kcd.broker.identity.Identified;
import kcd.broker.mint.ClaimedUser.ByAssertion;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.pki.name.UserPrincipalName;
import org.junit.jupiter.api.Test;

class ExplainAuditLogTest {
    private static final Caller ADMIN = new Caller("admin", Set.of(), Set.of(), false, true);
    private static final UserPrincipalName ALICE = new UserPrincipalName("alice@a.test");
    private static final Question QUESTION =
            new Question(new ByAssertion(ALICE), Optional.of(ServicePrincipalName.parse("HTTP/mail.a.test")));

    private final List<String> lines = new ArrayList<>();
    private final ExplainAuditLog audit = new ExplainAuditLog(new FakeClock(), lines::add);

    @Test
    void an_explanation_says_who_asked_about_whom_and_what_came_of_it() {
        // Given
        var refusal = Refusal.of(RefusalReason.DELEGATION_NOT_ALLOWED, "not in the list");
        var explanation = new Explanation(
                List.of(), Optional.of(refusal), Optional.of(Identified.asserted(ALICE)), Optional.of("alice@A.TEST"));

        // When
        audit.record(ADMIN, QUESTION, new Explained(explanation), Duration.ofMillis(2));

        // Then
        JsonObject line = new JsonObject(lines.getFirst());
        assertThat(line.getString("caller")).isEqualTo("admin");
        assertThat(line.getString("target")).isEqualTo("HTTP/mail.a.test");
        assertThat(line.getString("user")).isEqualTo("alice@a.test");
        assertThat(line.getString("identitySource")).isEqualTo("ASSERTED");
        assertThat(line.getString("principal")).isEqualTo("alice@A.TEST");
        assertThat(line.getString("result")).isEqualTo("EXPLAINED");
        assertThat(line.getString("reason")).isEqualTo("DELEGATION_NOT_ALLOWED");
        assertThat(line.getLong("micros")).isEqualTo(2_000);
    }

    @Test
    void a_refused_question_is_written_down_too() {
        // When
        audit.record(
                ADMIN, QUESTION, new NotExplained(Refusal.of(RefusalReason.RATE_LIMITED, "too many")), Duration.ZERO);

        // Then
        JsonObject line = new JsonObject(lines.getFirst());
        assertThat(line.getString("result")).isEqualTo("REFUSED");
        assertThat(line.getString("reason")).isEqualTo("RATE_LIMITED");
    }
}
