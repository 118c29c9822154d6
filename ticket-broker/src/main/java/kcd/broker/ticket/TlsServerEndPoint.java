package kcd.broker.ticket;

import java.util.Optional;

/** The channel binding of a TLS connection: the hash of the server's certificate. RFC 5929 section 4. */
public final class TlsServerEndPoint {
    /** SHA-1's length, though RFC 5929 raises it to SHA-256: some stacks bind what the certificate says. */
    public static final int MIN_BYTES = 20;
    /** SHA-512's length. */
    public static final int MAX_BYTES = 64;

    private final byte[] hash;

    private TlsServerEndPoint(byte[] hash) {
        this.hash = hash;
    }

    /** Empty if the length is that of no hash. */
    public static Optional<TlsServerEndPoint> of(byte[] hash) {
        return hash.length < MIN_BYTES || hash.length > MAX_BYTES
                ? Optional.empty()
                : Optional.of(new TlsServerEndPoint(hash.clone()));
    }

    public byte[] hash() {
        return hash.clone();
    }
}
