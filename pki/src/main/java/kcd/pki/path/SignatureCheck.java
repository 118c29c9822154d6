package kcd.pki.path;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;

/** Whether this key signed this certificate: the one expensive question, behind a seam so that tests can count it. */
@FunctionalInterface
interface SignatureCheck {
    SignatureCheck JCA = (certificate, key) -> {
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException | RuntimeException _) {
            // A key of another kind, parameters that do not fit, a signature that is not DER: all mean "no".
            return false;
        }
    };

    boolean signedBy(X509Certificate certificate, PublicKey key);
}
