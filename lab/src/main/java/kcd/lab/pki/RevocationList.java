package kcd.lab.pki;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.Set;
import kcd.pki.workshop.CrlBuilder;
import kcd.pki.workshop.TestCa;

/// What a CA has revoked so far. Each list it issues has the next CRL number. RFC 5280 section 5.2.3.
public final class RevocationList {

    private final TestCa issuer;
    private final Set<BigInteger> revoked = new LinkedHashSet<>();
    private long number;

    RevocationList(TestCa issuer) {
        this.issuer = issuer;
    }

    public synchronized void revoke(X509Certificate certificate) {
        revoked.add(certificate.getSerialNumber());
    }

    /// DER, signed.
    public synchronized byte[] issue() {
        CrlBuilder crl = issuer.crl().number(++number);
        revoked.forEach(crl::revoke);
        return crl.issue();
    }
}
