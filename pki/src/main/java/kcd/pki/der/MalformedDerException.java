package kcd.pki.der;

import java.io.Serial;

/** The bytes are not the DER structure that was expected. */
public final class MalformedDerException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    public MalformedDerException(String message) {
        super(message);
    }
}
