package kcd.broker.explain;

import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kcd.broker.identity.Identified;
import kcd.broker.mint.SidReport;
import kcd.broker.mint.SidVerdict;
import kcd.broker.refusal.RefusedException;
import kcd.pki.name.Sid;

/** Writes down whether the account is the certificate's, and what a mint does if it is not. KB5014754. */
final class SidStep {
    private static final String TITLE = "SID of the account";

    private SidStep() {}

    /** A step for whoever has a certificate: on a caller's word there is nothing to compare. */
    static void write(SidReport report, Identified user, Optional<String> accountSid, Transcript transcript)
            throws RefusedException {
        if (report.verdict() == SidVerdict.NOT_CHECKED) {
            return;
        }
        String detail =
                found(user) + "; " + accountSid.map(sid -> "PAC: " + sid).orElse("PAC: none") + "; "
                        + words(report.verdict()) + "; kcd.identity.sid-check="
                        + report.mode().name().toLowerCase(Locale.ROOT) + ": " + consequence(report);
        if (report.refusal().isPresent()) {
            transcript.steps().failed(TITLE, detail);
            throw new RefusedException(report.refusal().get());
        }
        transcript.steps().ok(TITLE, detail);
    }

    private static String found(Identified user) {
        return "certificate and directory: "
                + (user.sids().isEmpty()
                        ? "none"
                        : user.sids().stream().map(Sid::value).collect(Collectors.toCollection(TreeSet::new)).stream()
                                .collect(Collectors.joining(" and ")));
    }

    private static String words(SidVerdict verdict) {
        return switch (verdict) {
            case NOT_CHECKED, MATCH -> "the same account";
            case MISMATCH -> "ANOTHER account";
            case NO_SID, NO_PAC -> "nothing to compare";
        };
    }

    private static String consequence(SidReport report) {
        if (report.refusal().isPresent()) {
            return "refused";
        }
        return switch (report.mode()) {
            case OFF -> "minted, whatever they are";
            case WARN -> report.verdict() == SidVerdict.MATCH ? "minted" : "minted, and told by audit log and metric";
            case ENFORCE -> "minted";
        };
    }
}
