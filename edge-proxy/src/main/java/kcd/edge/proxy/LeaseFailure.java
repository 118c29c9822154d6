package kcd.edge.proxy;

import java.security.cert.CertificateException;
import kcd.edge.http.EdgeReason;

/// Why no upstream connection was to be had: full, silent, or not to be trusted.
final class LeaseFailure {
    private static final int MAX_CAUSES = 10;

    private LeaseFailure() {}

    static EdgeReason reasonOf(Throwable cause) {
        if (cause instanceof OwnedUpstreams.TooManyUpstreamsException) {
            return EdgeReason.TOO_MANY_REQUESTS;
        }
        return isDistrust(cause) ? EdgeReason.UPSTREAM_UNTRUSTED : EdgeReason.UPSTREAM_UNREACHABLE;
    }

    private static boolean isDistrust(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof CertificateException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
