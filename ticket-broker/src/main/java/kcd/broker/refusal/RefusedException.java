package kcd.broker.refusal;

import org.jspecify.annotations.Nullable;

/**
 * Carries a refusal up through the steps of a mint, and from one thread to all who wait for it.
 *
 * <p>It has no stack trace: it says what the domain decided, not where our code was, and one instance is shared.
 */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        this(refusal, null);
    }

    /** @param cause what the refusal was made of, for who needs it back; it is not logged */
    public RefusedException(Refusal refusal, @Nullable Exception cause) {
        super(refusal.reason() + ": " + refusal.message(), cause, false, false);
        this.refusal = refusal;
    }

    public RefusedException(RefusalReason reason, String message) {
        this(Refusal.of(reason, message));
    }

    public Refusal refusal() {
        return refusal;
    }
}
