package kcd.pki.crl;

/** Serial numbers broke a bound: too long, or too many. Parsers turn it into their own refusal. */
public final class SerialBoundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SerialBoundException(String message) {
        super(message);
    }
}
