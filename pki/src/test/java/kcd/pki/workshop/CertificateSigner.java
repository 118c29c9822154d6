package kcd.pki.workshop;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Puts a signature under what is to be signed, however wrong that is. RFC 5280 section 4.1. */
final class CertificateSigner {
    /** The JDK knows RSA-PSS by another name; for all else it is the faster signer. */
    private static final BouncyCastleProvider FOR_PSS = new BouncyCastleProvider();

    private final ContentSigner signer;

    CertificateSigner(String algorithm, PrivateKey key) {
        try {
            JcaContentSignerBuilder builder = new JcaContentSignerBuilder(algorithm);
            signer = (algorithm.endsWith("MGF1") ? builder.setProvider(FOR_PSS) : builder).build(key);
        } catch (OperatorCreationException e) {
            throw new WorkshopException("sign with " + algorithm, e);
        }
    }

    ContentSigner contentSigner() {
        return signer;
    }

    byte[] sign(V3TBSCertificateGenerator certificate) {
        certificate.setSignature(signer.getAlgorithmIdentifier());
        ASN1Encodable unsigned = certificate.generateTBSCertificate();
        try (OutputStream out = signer.getOutputStream()) {
            out.write(unsigned.toASN1Primitive().getEncoded(ASN1Encoding.DER));
            return new DERSequence(new ASN1Encodable[] {
                        unsigned, signer.getAlgorithmIdentifier(), new DERBitString(signer.getSignature())
                    })
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new WorkshopException("sign a certificate", e);
        }
    }

    /** SHA-1 of the key's bits, RFC 5280 section 4.2.1.2, method 1. */
    static byte[] keyIdentifier(PublicKey key) {
        try {
            return MessageDigest.getInstance("SHA-1")
                    .digest(SubjectPublicKeyInfo.getInstance(key.getEncoded())
                            .getPublicKeyData()
                            .getBytes());
        } catch (NoSuchAlgorithmException e) {
            throw new WorkshopException("make a key identifier", e);
        }
    }
}
