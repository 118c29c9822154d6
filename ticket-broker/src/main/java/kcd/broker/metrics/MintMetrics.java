package kcd.broker.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import kcd.broker.caller.Caller;
import kcd.broker.mint.MintJournal;
import kcd.broker.mint.MintOutcome;
import kcd.broker.mint.MintOutcome.Minted;
import kcd.broker.mint.MintOutcome.Refused;
import kcd.broker.mint.MintRequest;
import kcd.broker.mint.RefusedCalls;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.reply.Rejection;

/**
 * {@code kcd_broker_mints_seconds}: how many requests for tokens were granted or refused, why, and how long it took.
 * {@code kcd_broker_tokens_total}: how many tokens that were.
 * {@code kcd_broker_upstream_rejections_total}: what upstreams said of those that they rejected.
 */
public final class MintMetrics implements MintJournal, RefusedCalls {
    private static final String NAME = "kcd.broker.mints";
    private static final String HELP = "Requests for tokens, by result and reason";

    private final Timer minted;
    private final Counter tokens;
    private final Map<Rejection.Kind, Counter> rejections = new EnumMap<>(Rejection.Kind.class);
    private final Map<RefusalReason, Timer> refused = new EnumMap<>(RefusalReason.class);

    public MintMetrics(MeterRegistry registry) {
        minted = timer(registry, "minted", "none");
        tokens = Counter.builder("kcd.broker.tokens")
                .description("Tokens minted; several of them may answer one request")
                .register(registry);
        for (RefusalReason reason : RefusalReason.values()) {
            refused.put(reason, timer(registry, "refused", reason.name()));
        }
        for (Rejection.Kind kind : Rejection.Kind.values()) {
            rejections.put(
                    kind,
                    Counter.builder("kcd.broker.upstream.rejections")
                            .description("Tokens that upstreams rejected, by the error they gave")
                            .tag("error", kind.name())
                            .register(registry));
        }
    }

    @Override
    public void record(Caller caller, MintRequest request, MintOutcome outcome, Duration took) {
        request.rejection()
                .ifPresent(rejection ->
                        Objects.requireNonNull(rejections.get(rejection.kind())).increment());
        switch (outcome) {
            case Minted m -> {
                minted.record(took);
                tokens.increment(1.0 + m.token().further().size());
            }
            case Refused(var _, var refusal) -> timer(refusal).record(took);
        }
    }

    @Override
    public void refused(String caller, Refusal refusal) {
        timer(refusal).record(Duration.ZERO);
    }

    private Timer timer(Refusal refusal) {
        return Objects.requireNonNull(refused.get(refusal.reason()));
    }

    private static Timer timer(MeterRegistry registry, String result, String reason) {
        return Timer.builder(NAME)
                .description(HELP)
                .tag("result", result)
                .tag("reason", reason)
                .register(registry);
    }
}
