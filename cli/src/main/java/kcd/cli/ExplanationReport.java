package kcd.cli;

import java.util.List;
import java.util.Locale;
import kcd.ticket.v1.ExplainResponse;
import kcd.ticket.v1.ExplainStep;

/** An explanation as a person reads it: a row per step with its detail beneath, then the verdict and the remedy. */
final class ExplanationReport {
    /** Behind the columns for the result and the time. */
    private static final String INDENT = " ".repeat(18);

    private static final String REASON_PREFIX = "FAILURE_REASON_";
    private static final double MICROS_PER_MILLI = 1_000;

    private final ExplainResponse response;

    private ExplanationReport(ExplainResponse response) {
        this.response = response;
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

    private static void row(ExplainStep step, StringBuilder out) {
        String time = String.format(Locale.ROOT, "%.1f ms", step.getDurationMicros() / MICROS_PER_MILLI);
        String margin = "%-6s %9s  ".formatted(step.getOk() ? "ok" : "FAILED", time);
        for (String text : List.of(step.getTitle(), whom(step) + step.getDetail())) {
            for (String line : Words.wrap(text, Words.COLUMNS - INDENT.length())) {
                out.append(margin).append(line).append('\n');
                margin = INDENT;
            }
        }
    }

    private static String whom(ExplainStep step) {
        if (step.getRealm().isEmpty()) {
            return "";
        }
        return step.getRealm() + (step.getController().isEmpty() ? "" : " at " + step.getController()) + ": ";
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
}
