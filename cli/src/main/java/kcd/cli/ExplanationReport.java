package kcd.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import kcd.ticket.v1.ExplainResponse;
import kcd.ticket.v1.ExplainStep;

/** An explanation as a person reads it: a row per step with its detail beneath, then the verdict and the remedy. */
final class ExplanationReport {
    private static final String DETAIL_INDENT = " ".repeat(10);
    private static final String REASON_PREFIX = "FAILURE_REASON_";
    private static final String NOBODY = "-";
    private static final double MICROS_PER_MILLI = 1_000;

    private final ExplainResponse response;
    private final int realmWidth;
    private final int controllerWidth;

    private ExplanationReport(ExplainResponse response) {
        this.response = response;
        this.realmWidth = width(response.getStepsList(), ExplainStep::getRealm);
        this.controllerWidth = width(response.getStepsList(), ExplainStep::getController);
    }

    static String of(ExplainResponse response) {
        return new ExplanationReport(response).text();
    }

    private String text() {
        StringBuilder out = new StringBuilder();
        for (ExplainStep step : response.getStepsList()) {
            row(step, out);
        }
        out.append('\n').append(verdict()).append('\n');
        if (!response.getRemedy().isEmpty()) {
            out.append('\n');
            remedy(out);
        }
        return Words.printable(out.toString());
    }

    private void row(ExplainStep step, StringBuilder out) {
        String head = "%-6s %9s  %s  %s  "
                .formatted(
                        step.getOk() ? "ok" : "FAILED",
                        String.format(Locale.ROOT, "%.1f ms", step.getDurationMicros() / MICROS_PER_MILLI),
                        padded(step.getRealm(), realmWidth),
                        padded(step.getController(), controllerWidth));
        out.append(head).append(step.getTitle()).append('\n');
        for (String line : Words.wrap(step.getDetail(), Words.COLUMNS - DETAIL_INDENT.length())) {
            out.append(DETAIL_INDENT).append(line).append('\n');
        }
    }

    private String verdict() {
        if (response.getSuccess()) {
            return "A token would be minted; the target sees " + response.getClientPrincipal() + ".";
        }
        return "No token: " + response.getReason().name().replace(REASON_PREFIX, "")
                + (response.getClientPrincipal().isEmpty() ? "" : ", for " + response.getClientPrincipal());
    }

    /** Commands stand indented on lines of their own; those are never wrapped, for they are to be pasted. */
    private void remedy(StringBuilder out) {
        for (String line : response.getRemedy().split("\n", -1)) {
            if (line.startsWith(" ")) {
                out.append(line).append('\n');
            } else {
                Words.wrap(line, Words.COLUMNS).forEach(part -> out.append(part).append('\n'));
            }
        }
    }

    private static String padded(String text, int width) {
        return ("%-" + width + "s").formatted(text.isEmpty() ? NOBODY : text);
    }

    private static int width(List<ExplainStep> steps, Function<ExplainStep, String> column) {
        return steps.stream().map(column).mapToInt(String::length).reduce(1, Math::max);
    }
}
