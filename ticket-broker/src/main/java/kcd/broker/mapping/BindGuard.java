package kcd.broker.mapping;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import kcd.kerberos.crypto.Octets;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a refused password from being tried again and again: it is the service account's, and domain controllers lock an
 * account after a few attempts. It is tried anew when it changes, or after a pause.
 */
final class BindGuard {
    static final Duration PAUSE = Duration.ofMinutes(5);

    private final Clock clock;
    private volatile @Nullable Refused refused;

    BindGuard(Clock clock) {
        this.clock = clock;
    }

    /** Whether this password has been refused lately. */
    boolean isRefused(byte[] password) {
        Refused last = refused;
        return last != null
                && clock.instant().isBefore(last.until())
                && MessageDigest.isEqual(
                        last.fingerprint().toArray(), fingerprint(password).toArray());
    }

    void refused(byte[] password) {
        refused = new Refused(fingerprint(password), clock.instant().plus(PAUSE));
    }

    private static Octets fingerprint(byte[] password) {
        try {
            return Octets.of(MessageDigest.getInstance("SHA-256").digest(password));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private record Refused(Octets fingerprint, Instant until) {}
}
