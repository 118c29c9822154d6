package kcd.edge.tls;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// The `tls-server-end-point` channel binding of a connection to an upstream. RFC 5929 section 4.
public final class ServerEndPoint {
    private final ByteString hash;

    private ServerEndPoint(byte[] hash) {
        this.hash = ByteString.copyFrom(hash);
    }

    /// From the certificate the server showed on that connection. Empty where the RFC leaves it undefined: a
    /// signature without one hash of its own (EdDSA), or one this platform cannot name.
    public static Optional<ServerEndPoint> of(X509Certificate leaf) {
        Optional<String> digest = digestOf(leaf);
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ServerEndPoint(MessageDigest.getInstance(digest.get()).digest(leaf.getEncoded())));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    /// The bare hash, as kcd.ticket.v1.MintTokenRequest wants it.
    public ByteString hash() {
        return hash;
    }

    private static Optional<String> digestOf(X509Certificate leaf) {
        String algorithm = leaf.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.equals("RSASSA-PSS")) {
            return pssDigestOf(leaf).map(ServerEndPoint::strengthen);
        }
        int with = algorithm.indexOf("WITH");
        if (with <= 0) {
            return Optional.empty();
        }
        return Optional.of(strengthen(algorithm.substring(0, with)));
    }

    /// MD5 and SHA-1 become SHA-256; everything else stays. Names come as SHA256, digests want SHA-256.
    private static String strengthen(String hash) {
        String name = hash.startsWith("SHA") && !hash.startsWith("SHA-") && !hash.startsWith("SHA3-")
                ? "SHA-" + hash.substring("SHA".length())
                : hash;
        return name.equals("MD5") || name.equals("SHA-1") ? "SHA-256" : name;
    }

    private static Optional<String> pssDigestOf(X509Certificate leaf) {
        byte[] parameters = leaf.getSigAlgParams();
        if (parameters == null) {
            return Optional.empty();
        }
        try {
            AlgorithmParameters pss = AlgorithmParameters.getInstance("RSASSA-PSS");
            pss.init(parameters);
            return Optional.of(pss.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm());
        } catch (GeneralSecurityException | IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "tls-server-end-point:" + HexFormat.of().formatHex(hash.toByteArray());
    }
}
