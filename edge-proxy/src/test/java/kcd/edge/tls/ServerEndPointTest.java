package kcd.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Optional;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.KeyKind;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 5929 section 4.1.
class ServerEndPointTest {
    private final CertificateWorkshop workshop = CertificateWorkshop.now();

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, MD5withRSA, SHA-256",
        "RSA_2048, SHA1withRSA, SHA-256",
        "RSA_2048, SHA224withRSA, SHA-224",
        "RSA_2048, SHA256withRSA, SHA-256",
        "RSA_2048, SHA384withRSA, SHA-384",
        "RSA_2048, SHA512withRSA, SHA-512",
        "P256, SHA1withECDSA, SHA-256",
        "P256, SHA256withECDSA, SHA-256",
        "P384, SHA384withECDSA, SHA-384",
        "P521, SHA512withECDSA, SHA-512",
    })
    void hashes_the_certificate_with_the_hash_of_its_signature(KeyKind key, String signature, String hash)
            throws Exception {
        // Given
        X509Certificate leaf = signed(key, signature);

        // When
        Optional<ServerEndPoint> binding = ServerEndPoint.of(leaf);

        // Then
        assertThat(binding.orElseThrow().hash().toByteArray())
                .isEqualTo(MessageDigest.getInstance(hash).digest(leaf.getEncoded()));
    }

    @ParameterizedTest
    @CsvSource({"SHA1, SHA-256", "SHA256, SHA-256", "SHA384, SHA-384", "SHA512, SHA-512"})
    void finds_the_hash_of_a_pss_signature_in_its_parameters(String signed, String hash) throws Exception {
        // Given
        X509Certificate leaf = signedByPss(signed + "withRSAandMGF1");

        // When
        Optional<ServerEndPoint> binding = ServerEndPoint.of(leaf);

        // Then
        assertThat(leaf.getSigAlgName()).isEqualTo("RSASSA-PSS");
        assertThat(binding.orElseThrow().hash().toByteArray())
                .isEqualTo(MessageDigest.getInstance(hash).digest(leaf.getEncoded()));
    }

    @Test
    void is_undefined_for_a_signature_without_a_hash_of_its_own() {
        // Given
        X509Certificate leaf = signed(KeyKind.ED25519, "Ed25519");

        // When
        Optional<ServerEndPoint> binding = ServerEndPoint.of(leaf);

        // Then
        assertThat(binding).isEmpty();
    }

    private static X509Certificate signedByPss(String algorithm) throws Exception {
        KeyPair pair = KeyKind.RSA_2048.generate();
        X500Name name = new X500Name("CN=exch.example.com");
        Date now = new Date();
        byte[] der = new JcaX509v3CertificateBuilder(name, BigInteger.ONE, now, now, name, pair.getPublic())
                .build(new JcaContentSignerBuilder(algorithm)
                        .setProvider(new BouncyCastleProvider())
                        .build(pair.getPrivate()))
                .getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private X509Certificate signed(KeyKind key, String signature) {
        return workshop.rootBuilder("exch.example.com")
                .key(key)
                .signature(signature)
                .issue()
                .certificate();
    }
}
