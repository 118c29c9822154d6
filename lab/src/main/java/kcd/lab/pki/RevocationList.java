package kcd.lab.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// What a CA has revoked, issued anew with the next CRL number each time it is asked for. RFC 5280 section 5.
public final class RevocationList {

    private static final Duration VALIDITY = Duration.ofDays(7);

    private final Credential issuer;
    private final Map<BigInteger, Instant> revoked = new LinkedHashMap<>();
    private long number;

    RevocationList(Credential issuer) {
        this.issuer = issuer;
    }

    public synchronized RevocationList revoke(X509Certificate certificate) {
        revoked.put(certificate.getSerialNumber(), Instant.now());
        return this;
    }

    /// A signed list of everything revoked so far, DER.
    public byte[] issue() {
        return issue(VALIDITY);
    }

    public synchronized byte[] issue(Duration validity) {
        try {
            Instant now = Instant.now();
            X509Certificate certificate = issuer.certificate();
            X509v2CRLBuilder builder = new X509v2CRLBuilder(
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()), Date.from(now));
            builder.setNextUpdate(Date.from(now.plus(validity)));
            revoked.forEach((serial, when) -> builder.addCRLEntry(serial, Date.from(when), CRLReason.keyCompromise));
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(++number)));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()));
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.key()))
                    .getEncoded();
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot issue a revocation list", e);
        }
    }
}
