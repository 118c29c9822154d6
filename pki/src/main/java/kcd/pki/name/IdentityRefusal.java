package kcd.pki.name;

import java.io.Serial;

/** Carries a refusal out of the extension readers; never leaves this package. */
final class IdentityRefusal extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final IdentityFault reason;

    IdentityRefusal(IdentityFault reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    IdentityResult.Refused asResult() {
        return new IdentityResult.Refused(reason, String.valueOf(getMessage()));
    }
}
