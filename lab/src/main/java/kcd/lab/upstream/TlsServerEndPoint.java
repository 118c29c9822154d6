package kcd.lab.upstream;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Locale;

/// The `tls-server-end-point` channel binding of a server certificate. RFC 5929 section 4.1.
public final class TlsServerEndPoint {

    private static final byte[] PREFIX = "tls-server-end-point:".getBytes(StandardCharsets.US_ASCII);
    /// Initiator and acceptor address types and lengths, all zero, as Windows and the JDK have them for TLS.
    private static final int ADDRESS_BYTES = 16;

    private final byte[] hash;

    public TlsServerEndPoint(X509Certificate certificate) {
        this.hash = hash(certificate);
    }

    /// MD5 over `gss_channel_bindings_struct`. RFC 4121 section 4.1.1.2.
    byte[] binding() {
        ByteBuffer struct = ByteBuffer.allocate(ADDRESS_BYTES + Integer.BYTES + PREFIX.length + hash.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[ADDRESS_BYTES])
                .putInt(PREFIX.length + hash.length)
                .put(PREFIX)
                .put(hash);
        return digest("MD5", struct.array());
    }

    private static byte[] hash(X509Certificate certificate) {
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        String algorithm = signature.startsWith("SHA384WITH")
                ? "SHA-384"
                : signature.startsWith("SHA512WITH") ? "SHA-512" : "SHA-256"; // SHA-256 for MD5 and SHA-1, too
        try {
            return digest(algorithm, certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate without an encoding", e);
        }
    }

    private static byte[] digest(String algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(algorithm).digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
