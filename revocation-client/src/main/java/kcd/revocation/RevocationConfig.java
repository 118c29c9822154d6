package kcd.revocation;

import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;

/**
 * The settings {@code kcd.revocation.*} of edge and broker as an administrator writes them; {@link RevocationSettings} is
 * what they mean.
 */
public interface RevocationConfig {

    /** SEG's {@code enable.cert.revocation.validation}. */
    @WithDefault("false")
    String enabled();

    /** crl-service's {@code host:port}. */
    Optional<String> endpoint();

    /** {@code reject}, {@code grace:DURATION} or {@code allow}: what a list past its time, or a missing one, is worth. */
    @WithDefault("reject")
    String whenStale();

    /** CAs with a rule of their own, by a name of one's own. */
    Map<String, Authority> authorities();

    /** One CA's rule. */
    interface Authority {

        /** PEM file of the CA's certificate. */
        Optional<String> certificate();

        /** Like {@code when-stale} above, for certificates that this CA issued. */
        Optional<String> whenStale();
    }
}
