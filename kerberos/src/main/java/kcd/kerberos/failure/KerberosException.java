package kcd.kerberos.failure;

/** Carries a {@link KerberosFailure} to whoever decides about it. */
public final class KerberosException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient KerberosFailure failure;

    public KerberosException(KerberosFailure failure) {
        super(failure.attempt().toString());
        this.failure = failure;
    }

    public KerberosFailure failure() {
        return failure;
    }
}
