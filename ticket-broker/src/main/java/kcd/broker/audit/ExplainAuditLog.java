package kcd.broker.audit;

import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import kcd.broker.caller.Caller;
import kcd.broker.explain.ExplainJournal;
import kcd.broker.explain.ExplainOutcome;
import kcd.broker.explain.ExplainOutcome.Explained;
import kcd.broker.explain.ExplainOutcome.NotExplained;
import kcd.broker.explain.Question;
import kcd.broker.mint.ClaimedUser.ByAssertion;
import kcd.broker.mint.ClaimedUser.ByCertificate;

/** Writes one JSON line for each explanation, as {@link AuditLog} does for mints: who asked about whom and what. */
public final class ExplainAuditLog implements ExplainJournal {
    private final Clock clock;
    private final Consumer<String> lines;

    public ExplainAuditLog(Clock clock, Consumer<String> lines) {
        this.clock = clock;
        this.lines = lines;
    }

    @Override
    public void record(Caller caller, Question question, ExplainOutcome outcome, Duration took) {
        JsonObject line =
                new JsonObject().put("time", clock.instant().toString()).put("caller", caller.name());
        question.target().ifPresent(target -> line.put("target", target.toString()));
        switch (question.user()) {
            case ByCertificate(var chain) -> line.put("certificateSha256", chain.leafSha256());
            case ByAssertion(var user) -> line.put("asserted", user.value());
        }
        switch (outcome) {
            case Explained(var explanation) -> {
                explanation.identified().ifPresent(user -> AuditLog.describe(user, line));
                line.put("result", "EXPLAINED");
                explanation.clientPrincipal().ifPresent(principal -> line.put("principal", principal));
                explanation
                        .failure()
                        .ifPresent(
                                failure -> line.put("reason", failure.reason().name()));
            }
            case NotExplained(var refusal) ->
                line.put("result", "REFUSED")
                        .put("reason", refusal.reason().name())
                        .put("message", refusal.message());
        }
        lines.accept(line.put("micros", took.toNanos() / 1_000).encode());
    }
}
