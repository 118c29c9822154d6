package kcd.pki.name;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import kcd.pki.der.DerCursor;
import kcd.pki.der.Extensions;
import kcd.pki.der.MalformedDerException;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * The strong values by which an account's {@code altSecurityIdentities} may name a certificate (KB5014754).
 *
 * <p>The weak forms (subject, issuer and subject, RFC822) are not offered: whoever requests a certificate may choose
 * them.
 */
public final class AltSecurityIdentities {
    private static final HexFormat HEX = HexFormat.of();

    private AltSecurityIdentities() {}

    /** Every strong form that the certificate has, for a directory search. */
    public static List<String> strong(X509Certificate certificate) throws MalformedDerException {
        List<String> forms = new ArrayList<>();
        forms.add(issuerSerialNumber(certificate));
        subjectKeyIdentifier(certificate).ifPresent(forms::add);
        forms.add(sha1PublicKey(certificate));
        return List.copyOf(forms);
    }

    /**
     * X509IssuerSerialNumber: {@code X509:<I>DC=com,DC=contoso,CN=CONTOSO-CA<SR>1200000000AC11000000002B}.
     *
     * <p>The issuer's parts run from the root of the tree, as encoded and contrary to what is displayed; the serial
     * number's octets run backwards.
     */
    public static String issuerSerialNumber(X509Certificate certificate) {
        byte[] octets = certificate.getSerialNumber().toByteArray();
        StringBuilder reversed = new StringBuilder();
        for (int i = octets.length - 1; i >= 0; i--) {
            reversed.append(HEX.toHexDigits(octets[i]));
        }
        return "X509:<I>" + WindowsName.of(certificate.getIssuerX500Principal()) + "<SR>" + reversed;
    }

    /** X509SKI, where the certificate has a subject key identifier. */
    public static Optional<String> subjectKeyIdentifier(X509Certificate certificate) throws MalformedDerException {
        Optional<DerCursor> extension = Extensions.find(certificate, Extensions.SUBJECT_KEY_IDENTIFIER);
        if (extension.isEmpty()) {
            return Optional.empty();
        }
        byte[] identifier = extension.get().content(DerCursor.OCTET_STRING);
        extension.get().finish();
        return Optional.of("X509:<SKI>" + HEX.formatHex(identifier));
    }

    /** X509SHA1PublicKey: over the key's own bits, without the algorithm around them. */
    public static String sha1PublicKey(X509Certificate certificate) {
        byte[] key = SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded())
                .getPublicKeyData()
                .getBytes();
        try {
            // SHA-1 because the attribute's format has it; the certificate itself was verified by stronger means.
            return "X509:<SHA1-PUKEY>"
                    + HEX.formatHex(MessageDigest.getInstance("SHA-1").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
