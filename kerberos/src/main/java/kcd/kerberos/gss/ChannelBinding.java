package kcd.kerberos.gss;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A TLS channel binding as the GSS checksum carries it: the MD5 of a binding structure without addresses. RFC 4121
 * section 4.1.1.2, RFC 5929 section 4.
 */
public final class ChannelBinding {
    static final int LENGTH = 16;

    private static final byte[] PREFIX = "tls-server-end-point:".getBytes(StandardCharsets.US_ASCII);
    private static final int MIN_HASH = 20;
    private static final int MAX_HASH = 64;

    private final byte[] digest;

    private ChannelBinding(byte[] digest) {
        this.digest = digest;
    }

    /**
     * The binding to a server's certificate.
     *
     * @param certificateHash the certificate's hash, without the {@code tls-server-end-point:} prefix
     * @throws IllegalArgumentException if no hash has that length
     */
    public static ChannelBinding tlsServerEndPoint(byte[] certificateHash) {
        if (certificateHash.length < MIN_HASH || certificateHash.length > MAX_HASH) {
            throw new IllegalArgumentException("a certificate hash of " + certificateHash.length + " bytes");
        }
        ByteArrayOutputStream structure = new ByteArrayOutputStream();
        structure.writeBytes(new byte[16]); // both address types and lengths: none
        structure.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(PREFIX.length + certificateHash.length)
                .array());
        structure.writeBytes(PREFIX);
        structure.writeBytes(certificateHash);
        try {
            return new ChannelBinding(MessageDigest.getInstance("MD5").digest(structure.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK runs without MD5, which RFC 4121 needs", e);
        }
    }

    /** A binding whose digest is known. */
    static ChannelBinding ofDigest(byte[] digest) {
        if (digest.length != LENGTH) {
            throw new IllegalArgumentException("a binding of " + digest.length + " bytes");
        }
        return new ChannelBinding(digest.clone());
    }

    /** Copies the {@value #LENGTH} bytes of the checksum's Bnd field to where they belong. */
    void copyTo(byte[] target, int offset) {
        System.arraycopy(digest, 0, target, offset, LENGTH);
    }

    /** The 16 bytes of the checksum's Bnd field. */
    public byte[] toArray() {
        return digest.clone();
    }
}
