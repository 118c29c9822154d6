package kcd.kerberos.keytab;

/** A file that is no keytab, or one cut short. Never quotes its content. */
public final class InvalidKeytabException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidKeytabException(String message) {
        super(message);
    }
}
