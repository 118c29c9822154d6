package kcd.pki.path;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Optional;

/**
 * The weakest signatures and keys that are believed.
 *
 * <p>A list of what is allowed, so an algorithm nobody thought of is refused. The floor may be lowered as far as SHA-1
 * and RSA-1024, for an estate that is being renewed; MD5 stays out.
 */
public record AlgorithmPolicy(int minimumRsaBits, int minimumEcBits, int minimumHashBits) {
    /** RSA from 2048, elliptic curves from P-256, hashes from SHA-256. */
    public static final AlgorithmPolicy DEFAULT = new AlgorithmPolicy(2048, 256, 256);

    /** Verifying with a larger modulus costs a stranger nothing and us milliseconds. */
    static final int MAX_RSA_BITS = 8192;

    private static final int LOWEST_RSA_BITS = 1024;
    private static final int LOWEST_EC_BITS = 224;
    private static final int SHA1_BITS = 160;
    private static final int EDWARDS_BITS = 256;
    private static final String RSASSA_PSS = "1.2.840.113549.1.1.10";

    /** Signature algorithm OID to the bits of its hash; RFC 3279, 4055, 5758, 8410. */
    private static final Map<String, Integer> HASH_BITS = Map.ofEntries(
            Map.entry("1.2.840.113549.1.1.5", SHA1_BITS),
            Map.entry("1.2.840.113549.1.1.14", 224),
            Map.entry("1.2.840.113549.1.1.11", 256),
            Map.entry("1.2.840.113549.1.1.12", 384),
            Map.entry("1.2.840.113549.1.1.13", 512),
            Map.entry("1.2.840.10045.4.1", SHA1_BITS),
            Map.entry("1.2.840.10045.4.3.1", 224),
            Map.entry("1.2.840.10045.4.3.2", 256),
            Map.entry("1.2.840.10045.4.3.3", 384),
            Map.entry("1.2.840.10045.4.3.4", 512),
            Map.entry("1.3.101.112", EDWARDS_BITS),
            Map.entry("1.3.101.113", EDWARDS_BITS));

    private static final Map<String, Integer> DIGEST_BITS =
            Map.of("SHA-1", SHA1_BITS, "SHA-224", 224, "SHA-256", 256, "SHA-384", 384, "SHA-512", 512);

    public AlgorithmPolicy {
        if (minimumRsaBits < LOWEST_RSA_BITS || minimumEcBits < LOWEST_EC_BITS || minimumHashBits < SHA1_BITS) {
            throw new IllegalArgumentException("below RSA-%d, EC-%d or SHA-1 a signature proves nothing"
                    .formatted(LOWEST_RSA_BITS, LOWEST_EC_BITS));
        }
    }

    /** What is too weak about the certificate's signature, if anything. */
    public Optional<String> signatureFault(X509Certificate certificate) {
        int bits = hashBits(certificate);
        return bits >= minimumHashBits
                ? Optional.empty()
                : Optional.of(
                        "%s is signed with %s".formatted(Printable.subject(certificate), certificate.getSigAlgName()));
    }

    /** What is too weak, too large or unknown about the certificate's key, if anything. */
    public Optional<String> keyFault(X509Certificate certificate) {
        PublicKey key = certificate.getPublicKey();
        boolean strong = switch (key) {
            case RSAPublicKey rsa ->
                rsa.getModulus().bitLength() >= minimumRsaBits
                        && rsa.getModulus().bitLength() <= MAX_RSA_BITS;
            case ECPublicKey ec -> ec.getParams().getOrder().bitLength() >= minimumEcBits;
            case EdECPublicKey _ -> true;
            default -> false;
        };
        return strong
                ? Optional.empty()
                : Optional.of("%s has the key %s".formatted(Printable.subject(certificate), describe(key)));
    }

    private static int hashBits(X509Certificate certificate) {
        if (certificate.getSigAlgOID().equals(RSASSA_PSS)) {
            return pssHashBits(certificate.getSigAlgParams());
        }
        return HASH_BITS.getOrDefault(certificate.getSigAlgOID(), 0);
    }

    /** PSS names its hash in its parameters; left out, they mean SHA-1. RFC 4055 section 3.1. */
    private static int pssHashBits(byte[] parameters) {
        if (parameters == null) {
            return SHA1_BITS;
        }
        try {
            AlgorithmParameters decoded = AlgorithmParameters.getInstance("RSASSA-PSS");
            decoded.init(parameters);
            String digest = decoded.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
            return DIGEST_BITS.getOrDefault(digest, 0);
        } catch (GeneralSecurityException | IOException _) {
            return 0;
        }
    }

    private static String describe(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> "RSA-" + rsa.getModulus().bitLength();
            case ECPublicKey ec -> "EC-" + ec.getParams().getOrder().bitLength();
            default -> key.getAlgorithm();
        };
    }
}
