package kcd.pki.file;

import java.io.Serial;

/** A PEM block is broken: it has no end, or its body is not base64. */
public final class PemFormatException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    PemFormatException(String message) {
        super(message);
    }
}
