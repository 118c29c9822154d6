package kcd.pki.trust;

import java.io.Serial;
import java.security.cert.CertificateException;

/**
 * Ends a handshake and says why, in a code that metrics can count.
 *
 * <p>It has no stack trace: strangers can have one thrown per connection, and the reason says more.
 */
public final class PeerRefusedException extends CertificateException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;

    PeerRefusedException(String reason, String detail) {
        super(reason + ": " + detail);
        this.reason = reason;
    }

    /** The name of a {@link kcd.pki.path.PathFault} or the reason of a {@link PeerVerdict.Refused}. */
    public String reason() {
        return reason;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
