package kcd.pki.path;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** What a certificate's extended key usage says about client authentication. RFC 5280 section 4.2.1.12. */
enum Purpose {
    CLIENT_AUTH,
    ANY,
    UNSTATED,
    OTHER;

    private static final String CLIENT_AUTH_OID = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_OID = "2.5.29.37.0";

    static Purpose of(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            if (purposes == null) {
                return UNSTATED;
            }
            if (purposes.contains(CLIENT_AUTH_OID)) {
                return CLIENT_AUTH;
            }
            return purposes.contains(ANY_OID) ? ANY : OTHER;
        } catch (CertificateParsingException _) {
            return OTHER;
        }
    }
}
