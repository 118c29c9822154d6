package kcd.pki.workshop;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509v2CRLBuilder;

/** A revocation list in the making: DER at the end. RFC 5280 section 5. */
public final class CrlBuilder {
    private final TestCa issuer;
    private final X509v2CRLBuilder crl;
    private final Instant now;

    CrlBuilder(TestCa issuer) {
        this.issuer = issuer;
        this.now = issuer.clock().instant();
        this.crl = new X509v2CRLBuilder(issuer.name(), Date.from(now));
        crl.setNextUpdate(Date.from(now.plus(Duration.ofDays(7))));
        extension(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(
                        CertificateSigner.keyIdentifier(issuer.certificate().getPublicKey())));
    }

    public CrlBuilder number(long number) {
        return extension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
    }

    public CrlBuilder thisUpdate(Instant time) {
        crl.setThisUpdate(Date.from(time));
        return this;
    }

    public CrlBuilder nextUpdate(Instant time) {
        crl.setNextUpdate(Date.from(time));
        return this;
    }

    public CrlBuilder revoke(Credential credential) {
        return revoke(credential.certificate());
    }

    public CrlBuilder revoke(X509Certificate certificate) {
        return revoke(certificate.getSerialNumber());
    }

    public CrlBuilder revoke(BigInteger serialNumber) {
        crl.addCRLEntry(serialNumber, Date.from(now), CRLReason.keyCompromise);
        return this;
    }

    /** An entry with extensions of its own. */
    public CrlBuilder revoke(BigInteger serialNumber, Date when, Extensions extensions) {
        crl.addCRLEntry(serialNumber, when, extensions);
        return this;
    }

    public CrlBuilder extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        try {
            crl.addExtension(oid, critical, value);
            return this;
        } catch (IOException e) {
            throw new WorkshopException("add " + oid + " to a CRL", e);
        }
    }

    /** The signed list. */
    public byte[] issue() {
        try {
            return crl.build(new CertificateSigner(
                                    issuer.kind().signature(),
                                    issuer.credential().privateKey())
                            .contentSigner())
                    .getEncoded();
        } catch (IOException e) {
            throw new WorkshopException("sign a CRL of " + issuer, e);
        }
    }
}
