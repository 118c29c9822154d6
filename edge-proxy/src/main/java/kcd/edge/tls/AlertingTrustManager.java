package kcd.edge.tls;

import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.internal.tcnative.CertificateVerifier;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import kcd.edge.http.EdgeReason;
import kcd.pki.path.PathFault;
import kcd.pki.trust.HotTrustManager;
import kcd.pki.trust.PeerRefusedException;

/// Tells the device's TLS stack why its certificate was refused, in the alert made for it (RFC 8446 section 6.2).
///
/// BoringSSL only knows OpenSSL's verification codes; an exception without one becomes `internal_error`, and whoever
/// looks at the device would look for the fault at the gateway.
final class AlertingTrustManager extends X509ExtendedTrustManager {
    private final HotTrustManager trust;

    AlertingTrustManager(HotTrustManager trust) {
        this.trust = trust;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            trust.checkClientTrusted(chain, authType);
        } catch (PeerRefusedException refused) {
            throw new OpenSslCertificateException(refused.getMessage(), refused, code(refused.reason()));
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        trust.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        trust.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        trust.checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }

    private static int code(String reason) {
        if (reason.equals(EdgeReason.CERTIFICATE_REVOKED.name())) {
            return CertificateVerifier.X509_V_ERR_CERT_REVOKED;
        }
        for (PathFault fault : PathFault.values()) {
            if (fault.name().equals(reason)) {
                return code(fault);
            }
        }
        return CertificateVerifier.X509_V_ERR_CERT_REJECTED;
    }

    private static int code(PathFault fault) {
        return switch (fault) {
            case UNKNOWN_ISSUER -> CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
            // A stranger who borrowed our CA's name learns no more than any other stranger.
            case BAD_SIGNATURE -> CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
            case EXPIRED, ISSUER_EXPIRED -> CertificateVerifier.X509_V_ERR_CERT_HAS_EXPIRED;
            case WRONG_EXTENDED_KEY_USAGE, MISSING_EXTENDED_KEY_USAGE, WRONG_KEY_USAGE ->
                CertificateVerifier.X509_V_ERR_INVALID_PURPOSE;
            case EMPTY_CHAIN,
                    CHAIN_TOO_LONG,
                    CERTIFICATE_TOO_LARGE,
                    MALFORMED,
                    UNUSUAL_SERIAL_NUMBER,
                    WEAK_SIGNATURE,
                    WEAK_KEY,
                    NOT_YET_VALID,
                    ISSUER_NOT_YET_VALID,
                    LEAF_IS_CA,
                    ISSUER_NOT_CA,
                    PATH_TOO_LONG,
                    UNKNOWN_CRITICAL_EXTENSION,
                    CONSTRAINT_VIOLATED -> CertificateVerifier.X509_V_ERR_CERT_REJECTED;
        };
    }
}
