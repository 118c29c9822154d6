package kcd.broker.refusal;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why no token was minted, in words an administrator can act on. Never holds a token, a key or a password.
 *
 * @param message what was attempted, on what, and what came back
 * @param kerberosError the error code of the domain controller's KRB-ERROR, when it sent one
 * @param remedy what an administrator should do, when known
 */
public record Refusal(
        RefusalReason reason,
        String message,
        OptionalInt kerberosError,
        Optional<String> remedy,
        Optional<Duration> retryAfter) {

    public static Refusal of(RefusalReason reason, String message) {
        return new Refusal(reason, message, OptionalInt.empty(), Optional.empty(), reason.retryAfter());
    }

    public static Refusal of(RefusalReason reason, String message, String remedy) {
        return new Refusal(reason, message, OptionalInt.empty(), Optional.of(remedy), reason.retryAfter());
    }

    public RefusalClass refusalClass() {
        return reason.refusalClass();
    }

    public Refusal remedy(String better) {
        return new Refusal(reason, message, kerberosError, Optional.of(better), retryAfter);
    }

    public Refusal retryAfter(Duration delay) {
        return new Refusal(reason, message, kerberosError, remedy, Optional.of(delay));
    }
}
