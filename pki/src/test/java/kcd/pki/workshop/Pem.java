package kcd.pki.workshop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** PEM text. RFC 7468. */
public final class Pem {
    private static final int LINE = 64;

    private Pem() {}

    public static String of(X509Certificate... certificates) {
        return of(List.of(certificates));
    }

    public static String of(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append(block("CERTIFICATE", der(certificate)));
        }
        return text.toString();
    }

    /** PKCS#8, unencrypted. */
    public static String of(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    /** The form that is traditional for its algorithm, unencrypted: PKCS#1 or SEC 1 (RFC 5915). */
    public static String traditional(PrivateKey key) {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
        try {
            return switch (key) {
                case ECPrivateKey ec -> {
                    int bits = ec.getParams().getOrder().bitLength();
                    var named = new org.bouncycastle.asn1.sec.ECPrivateKey(
                            bits, ec.getS(), info.getPrivateKeyAlgorithm().getParameters());
                    yield block("EC PRIVATE KEY", named.getEncoded());
                }
                default ->
                    block(
                            "RSA PRIVATE KEY",
                            info.parsePrivateKey().toASN1Primitive().getEncoded());
            };
        } catch (IOException e) {
            throw new WorkshopException("encode a key", e);
        }
    }

    public static String block(String label, byte[] content) {
        String body = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
    }

    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new WorkshopException("encode a certificate", e);
        }
    }
}
