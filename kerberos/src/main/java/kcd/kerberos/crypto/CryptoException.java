package kcd.kerberos.crypto;

/** Bytes that fail their integrity check, or are too short to have one. Says nothing of the bytes. */
public final class CryptoException extends Exception {
    private static final long serialVersionUID = 1L;

    public CryptoException(String message) {
        super(message);
    }
}
