package kcd.kerberos.failure;

import kcd.kerberos.name.Realm;
import org.jspecify.annotations.Nullable;

/**
 * What was attempted, where, and what came back.
 *
 * @param step which exchange
 * @param what what it was for, e.g. {@code HTTP/mail.example.com for alice@EXAMPLE.COM}
 * @param realm whose KDCs were asked
 * @param errorCode the KRB-ERROR's number, if one came
 * @param ntStatus the NTSTATUS in it, if there was one
 * @param detail more in words: the KDC's text, or what was wrong with its answer
 */
public record Attempt(
        Step step,
        String what,
        Realm realm,
        @Nullable Integer errorCode,
        @Nullable Long ntStatus,
        @Nullable String detail) {

    /** The exchanges of this engine. */
    public enum Step {
        AUTHENTICATE("AS exchange"),
        LOCATE_USER("realm discovery"),
        CROSS_REALM("cross-realm TGT"),
        LOCATE_TARGET("target discovery"),
        S4U2SELF("S4U2Self"),
        S4U2PROXY("S4U2Proxy");

        private final String label;

        Step(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /** What is shown of what a peer or a certificate says. */
    private static final int MAX_TEXT = 300;

    public Attempt {
        what = printable(what);
        detail = detail == null ? null : printable(detail);
    }

    /** An attempt to which nothing usable came back. */
    public static Attempt of(Step step, String what, Realm realm, String detail) {
        return new Attempt(step, what, realm, null, null, detail);
    }

    /** Names come out of certificates and text off the network: neither may forge a log line or steer a terminal. */
    private static String printable(String text) {
        String clean = text.replaceAll("[\\p{C}\\u2028\\u2029]", " ").strip();
        return clean.length() <= MAX_TEXT ? clean : clean.substring(0, MAX_TEXT) + "...";
    }

    /** One line: {@code S4U2Proxy to HTTP/mail@A.EXAMPLE at B.EXAMPLE: KDC_ERR_BADOPTION (13), STATUS_NO_MATCH ...}. */
    @Override
    public String toString() {
        return step + " " + what + " at " + realm + ": " + outcome();
    }

    /** What came back: the error, its NTSTATUS in words, and the KDC's own text. */
    public String outcome() {
        StringBuilder out = new StringBuilder();
        if (errorCode != null) {
            out.append(ErrorCode.describe(errorCode));
        }
        if (ntStatus != null) {
            out.append(", ").append(NtStatus.describe(ntStatus));
        }
        if (detail != null && !detail.isEmpty()) {
            out.append(errorCode == null ? "" : ", ").append(detail);
        }
        return out.toString();
    }
}
