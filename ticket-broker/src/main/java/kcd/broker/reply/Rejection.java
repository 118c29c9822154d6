package kcd.broker.reply;

import java.time.Duration;
import java.time.Instant;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.gss.AcceptorToken;
import kcd.kerberos.gss.AcceptorToken.Bare;
import kcd.kerberos.gss.AcceptorToken.OtherMechanism;
import kcd.kerberos.gss.AcceptorToken.Proof;
import kcd.kerberos.gss.AcceptorToken.Refusal;
import kcd.kerberos.wire.KrbError;
import kcd.kerberos.wire.MalformedMessageException;

/**
 * Why an upstream rejected a token, by its own account. Nobody has signed that account: it is shown and counted, and at
 * most spares the domain controllers a question.
 *
 * @param words for a log: the error and what to do about it
 */
public record Rejection(Kind kind, String words) {

    /** Reads the token that came with a 401. */
    public static Rejection read(Octets token, Instant now) {
        try {
            return switch (AcceptorToken.decode(token)) {
                case Refusal(var error) -> of(error, now);
                case Bare(var state) -> new Rejection(Kind.NO_REASON, "SPNEGO says " + state + ", Kerberos nothing");
                case OtherMechanism(var name) ->
                    new Rejection(
                            Kind.NO_KERBEROS,
                            "the target asks for " + name + " instead: it has no key for its SPN, or no Kerberos"
                                    + " switched on");
                case Proof _ ->
                    new Rejection(Kind.ACCEPTED, "the target accepted the token, and refused for a reason of its own");
            };
        } catch (MalformedMessageException e) {
            return new Rejection(Kind.MALFORMED, "its token is malformed: " + e.getMessage());
        }
    }

    private static Rejection of(KrbError error, Instant now) {
        String code = ErrorCode.describe(error.errorCode()) + ": ";
        return switch (error.errorCode()) {
            case ErrorCode.SKEW -> new Rejection(Kind.SKEW, code + skew(Duration.between(now, error.stime())));
            case ErrorCode.REPEAT ->
                new Rejection(Kind.REPEAT, code + "it has seen that token; something between us and it sends twice");
            case ErrorCode.MODIFIED, ErrorCode.BAD_INTEGRITY ->
                new Rejection(
                        Kind.MODIFIED,
                        code + "its key does not open the ticket: its account's password changed, or another account"
                                + " holds the SPN (setspn -Q)");
            case ErrorCode.NOT_US, ErrorCode.BADMATCH ->
                new Rejection(Kind.NOT_US, code + "the ticket is for another service; compare the route's target-spn");
            case ErrorCode.TKT_EXPIRED, ErrorCode.TKT_NYV ->
                new Rejection(Kind.TIMES, code + skew(Duration.between(now, error.stime())));
            default -> new Rejection(Kind.OTHER_ERROR, code + "an error that acceptors rarely send");
        };
    }

    private static String skew(Duration offset) {
        return "its clock is " + offset.abs().toSeconds() + " s " + (offset.isNegative() ? "behind" : "ahead of")
                + " ours; synchronise both with the same time source";
    }

    /** Whether a new ticket may help; where only the token was at fault, a fresh one of the same ticket does. */
    public boolean ticketAtFault() {
        return switch (kind) {
            case SKEW, REPEAT -> false;
            case MODIFIED, NOT_US, TIMES, OTHER_ERROR, NO_REASON, NO_KERBEROS, ACCEPTED, MALFORMED -> true;
        };
    }

    /** What went wrong, as the metric tells it apart. */
    public enum Kind {
        SKEW,
        REPEAT,
        MODIFIED,
        NOT_US,
        TIMES,
        OTHER_ERROR,
        NO_REASON,
        NO_KERBEROS,
        ACCEPTED,
        MALFORMED
    }
}
