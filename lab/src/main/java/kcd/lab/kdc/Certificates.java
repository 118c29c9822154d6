package kcd.lab.kdc;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import kcd.kerberos.crypto.Octets;
import kcd.lab.forest.Account;

/// Explicit certificate mapping: the very certificate is registered with the account.
final class Certificates {

    private Certificates() {}

    static boolean has(Account account, Optional<Octets> certificate) {
        return certificate.isPresent()
                && account.certificates().stream().anyMatch(known -> same(known, certificate.get()));
    }

    private static boolean same(X509Certificate known, Octets shown) {
        try {
            return Arrays.equals(known.getEncoded(), shown.toArray());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
