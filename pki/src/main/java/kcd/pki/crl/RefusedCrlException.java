package kcd.pki.crl;

/** A rule that a revocation list broke, on its way to the one place that makes a verdict of it: {@link CrlAcceptance}. */
final class RefusedCrlException extends Exception {

    private static final long serialVersionUID = 1L;

    private final CrlRefusal refusal;

    /** The bytes are no revocation list that RFC 5280 section 5 allows. */
    RefusedCrlException(String message) {
        this(CrlRefusal.MALFORMED, message);
    }

    RefusedCrlException(CrlRefusal refusal, String message) {
        super(message);
        this.refusal = refusal;
    }

    CrlRefusal refusal() {
        return refusal;
    }
}
