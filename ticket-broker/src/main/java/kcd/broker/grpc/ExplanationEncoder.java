package kcd.broker.grpc;

import kcd.broker.explain.Explanation;
import kcd.broker.explain.Step;
import kcd.ticket.v1.ExplainResponse;
import kcd.ticket.v1.ExplainStep;

/** Writes an explanation as ticket_broker.proto has it. */
final class ExplanationEncoder {
    private static final int NANOS_PER_MICRO = 1_000;

    private ExplanationEncoder() {}

    static ExplainResponse encode(Explanation explanation) {
        var response = ExplainResponse.newBuilder()
                .setSuccess(explanation.failure().isEmpty())
                .setClientPrincipal(explanation.clientPrincipal().orElse(""));
        explanation.steps().forEach(step -> response.addSteps(encode(step)));
        explanation
                .failure()
                .ifPresent(failure -> response.setReason(StatusMapper.reason(failure.reason()))
                        .setRemedy(failure.remedy().orElse("")));
        return response.build();
    }

    private static ExplainStep encode(Step step) {
        return ExplainStep.newBuilder()
                .setTitle(step.title())
                .setOk(step.ok())
                .setDetail(step.detail())
                .setRealm(step.realm().map(Object::toString).orElse(""))
                .setController(step.controller().map(Object::toString).orElse(""))
                .setKerberosError(step.kerberosError().orElse(0))
                .setDurationMicros(step.took().toNanos() / NANOS_PER_MICRO)
                .build();
    }
}
