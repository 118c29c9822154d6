package kcd.edge.tls;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.List;

/// Proof that a device's certificate was admitted: only [ClientGate] makes one, and only with one can a token be asked for.
public final class AdmittedCertificate {
    private final List<X509Certificate> chain;
    private final CertificateLabel label;

    AdmittedCertificate(List<X509Certificate> chain, CertificateLabel label) {
        this.chain = List.copyOf(chain);
        this.label = label;
    }

    /// As the device sent it, its own certificate first.
    public List<X509Certificate> chain() {
        return chain;
    }

    /// Names the certificate in logs.
    public CertificateLabel label() {
        return label;
    }

    BigInteger serial() {
        return chain.getFirst().getSerialNumber();
    }

    @Override
    public String toString() {
        return label.toString();
    }
}
