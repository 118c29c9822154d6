package kcd.preflight;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import kcd.cli.Words;
import kcd.preflight.Finding.Verdict;

/** Findings as a table for people or as JSON for machines. */
final class Report {
    private static final String INDENT = " ".repeat(27);

    private Report() {}

    static String table(List<Finding> findings) {
        StringBuilder out = new StringBuilder();
        for (Finding finding : findings) {
            String margin = "%-6s %-19s ".formatted(finding.verdict().label(), finding.check());
            String text = finding.subject() + (finding.detail().isEmpty() ? "" : ": " + finding.detail());
            for (String line : Words.wrap(text, Words.COLUMNS - INDENT.length())) {
                out.append(margin).append(line).append('\n');
                margin = INDENT;
            }
            fix(finding, out);
        }
        long wrong = count(findings, Verdict.WRONG);
        return Words.printable(out.append('\n')
                .append("%d ok, %d wrong, %d left out%n"
                        .formatted(count(findings, Verdict.OK), wrong, count(findings, Verdict.LEFT_OUT)))
                .toString());
    }

    /** Commands in it stand on lines of their own and are not wrapped, for they are to be pasted. */
    private static void fix(Finding finding, StringBuilder out) {
        if (finding.fix().isEmpty()) {
            return;
        }
        String margin = INDENT.substring("fix: ".length()) + "fix: ";
        for (String line : finding.fix().split("\n", -1)) {
            List<String> parts =
                    line.startsWith(" ") ? List.of(line) : Words.wrap(line, Words.COLUMNS - INDENT.length());
            for (String part : parts) {
                out.append(margin).append(part).append('\n');
                margin = INDENT;
            }
        }
    }

    static String json(List<Finding> findings) {
        JsonArray rows = new JsonArray();
        for (Finding finding : findings) {
            rows.add(new JsonObject()
                    .put("check", finding.check())
                    .put("subject", finding.subject())
                    .put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT))
                    .put("detail", finding.detail())
                    .put("fix", finding.fix()));
        }
        return new JsonObject()
                        .put("wrong", count(findings, Verdict.WRONG))
                        .put("findings", rows)
                        .encode()
                + "\n";
    }

    private static long count(List<Finding> findings, Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }
}
