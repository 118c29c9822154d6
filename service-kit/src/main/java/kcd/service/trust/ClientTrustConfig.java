package kcd.service.trust;

import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Whose certificates are users' certificates, as an administrator writes it under {@code kcd.client-certificates}. */
public interface ClientTrustConfig {
    /** Comma-separated PEM or DER files, or one .pfx; never both. Takes precedence over the default. */
    Optional<String> trustStore();

    /** The same, distributed centrally, such as a mounted ConfigMap; used where {@link #trustStore} is not set. */
    Optional<String> defaultTrustStore();

    /** For a .pfx. With the suffix {@code .plaintext} it is encrypted in the file it stands in. */
    Optional<String> trustStorePassword();

    /** Off: a certificate that does not say it is meant for logon may have been issued for anything. */
    @WithDefault("false")
    String allowMissingExtendedKeyUsage();

    /** Lower only for an estate that is being renewed; RSA-1024 is within reach of those who can pay for it. */
    @WithDefault("2048")
    String minimumRsaBits();

    /** Off: collisions of SHA-1 are made for some ten thousand dollars. MD5 stays refused in any case. */
    @WithDefault("false")
    String allowSha1();
}
