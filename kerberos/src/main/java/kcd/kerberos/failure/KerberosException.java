package kcd.kerberos.failure;

/**
 * Carries a {@link KerberosFailure} to whoever decides about it. It has no stack trace: it says what a controller decided,
 * not where our code was, and caches keep it.
 */
public final class KerberosException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient KerberosFailure failure;

    public KerberosException(KerberosFailure failure) {
        super(failure.attempt().toString(), null, true, false);
        this.failure = failure;
    }

    public KerberosFailure failure() {
        return failure;
    }
}
