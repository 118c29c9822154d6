package kcd.pki.crl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Verifies the signature of a list. Only algorithms that still prove something are known: no MD5, no SHA-1. */
final class CrlSignatures {

    private static final String PSS = "1.2.840.113549.1.1.10";

    private static final Map<String, String> ALGORITHMS = Map.of(
            "1.2.840.113549.1.1.11",
            "SHA256withRSA",
            "1.2.840.113549.1.1.12",
            "SHA384withRSA",
            "1.2.840.113549.1.1.13",
            "SHA512withRSA",
            PSS,
            "RSASSA-PSS",
            "1.2.840.10045.4.3.2",
            "SHA256withECDSA",
            "1.2.840.10045.4.3.3",
            "SHA384withECDSA",
            "1.2.840.10045.4.3.4",
            "SHA512withECDSA",
            "1.3.101.112",
            "Ed25519",
            "1.3.101.113",
            "Ed448");

    private static final Set<String> PSS_DIGESTS = Set.of("SHA-256", "SHA-384", "SHA-512");

    private CrlSignatures() {}

    /** False if the signature is not this key's, or the key is of another kind. */
    static boolean verify(ByteBuffer message, Octets algorithm, Octets signature, PublicKey key)
            throws RefusedCrlException {
        AlgorithmIdentifier identifier = parse(algorithm);
        String oid = identifier.getAlgorithm().getId();
        String name = ALGORITHMS.get(oid);
        if (name == null) {
            throw new RefusedCrlException(CrlRefusal.WEAK_SIGNATURE, "signature algorithm " + oid + " is not accepted");
        }
        try {
            Signature verifier = Signature.getInstance(name);
            if (oid.equals(PSS)) {
                verifier.setParameter(pssParameters(identifier));
            }
            verifier.initVerify(key);
            verifier.update(message.duplicate());
            return verifier.verify(signature.toByteArray());
        } catch (GeneralSecurityException | IOException e) {
            return false;
        }
    }

    private static AlgorithmIdentifier parse(Octets algorithm) throws RefusedCrlException {
        try {
            return AlgorithmIdentifier.getInstance(algorithm.toByteArray());
        } catch (IllegalArgumentException e) {
            throw new RefusedCrlException("broken signature algorithm");
        }
    }

    private static PSSParameterSpec pssParameters(AlgorithmIdentifier identifier)
            throws GeneralSecurityException, IOException, RefusedCrlException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
        parameters.init(identifier.getParameters().toASN1Primitive().getEncoded());
        PSSParameterSpec spec = parameters.getParameterSpec(PSSParameterSpec.class);
        if (!PSS_DIGESTS.contains(spec.getDigestAlgorithm())) {
            throw new RefusedCrlException(
                    CrlRefusal.WEAK_SIGNATURE, "RSASSA-PSS with " + spec.getDigestAlgorithm() + " is not accepted");
        }
        return spec;
    }
}
