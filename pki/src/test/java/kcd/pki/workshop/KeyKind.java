package kcd.pki.workshop;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** The key algorithms that certificates are made with, and how a key of each signs unless told otherwise. */
public enum KeyKind {
    P256("EC", "secp256r1", "SHA256withECDSA"),
    P384("EC", "secp384r1", "SHA384withECDSA"),
    P521("EC", "secp521r1", "SHA512withECDSA"),
    ED25519("Ed25519", "", "Ed25519"),
    RSA_1024("RSA", "1024", "SHA256withRSA"),
    RSA_2048("RSA", "2048", "SHA256withRSA"),
    RSA_3072("RSA", "3072", "SHA256withRSA");

    private final String algorithm;
    private final String parameter;
    private final String signature;

    KeyKind(String algorithm, String parameter, String signature) {
        this.algorithm = algorithm;
        this.parameter = parameter;
        this.signature = signature;
    }

    /** The JCA name of the signature algorithm that fits the key. */
    public String signature() {
        return signature;
    }

    public KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            switch (algorithm) {
                case "EC" -> generator.initialize(new ECGenParameterSpec(parameter));
                case "RSA" -> generator.initialize(Integer.parseInt(parameter));
                default -> {
                    // Edwards curves have nothing to choose.
                }
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new WorkshopException("generate a key " + this, e);
        }
    }
}
