package kcd.preflight;

import java.util.ArrayList;
import java.util.List;
import kcd.preflight.Finding.Verdict;

/** Collects what was found, in the order it was looked at. For one thread. */
final class Findings {
    private final List<Finding> all = new ArrayList<>();

    void ok(String check, String subject, String detail) {
        all.add(new Finding(check, subject, Verdict.OK, detail, ""));
    }

    void wrong(String check, String subject, String detail, String fix) {
        all.add(new Finding(check, subject, Verdict.WRONG, detail, fix));
    }

    void leftOut(String check, String subject, String why) {
        all.add(new Finding(check, subject, Verdict.LEFT_OUT, why, ""));
    }

    boolean anyWrong() {
        return all.stream().anyMatch(finding -> finding.verdict() == Verdict.WRONG);
    }

    List<Finding> all() {
        return List.copyOf(all);
    }
}
