package kcd.service;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/**
 * This service's identity towards the other services of the deployment. Quarkus' TLS registry reads the same keys by
 * property expressions in each service's application.properties; this mapping is what the start-up check reads.
 */
@ConfigMapping(prefix = "kcd.mtls")
public interface MtlsConfig {

    /** PEM file of this service's certificate, intermediates after it. */
    Optional<String> certificate();

    /** PEM file of its private key, not encrypted: the file's permissions protect it. */
    Optional<String> privateKey();

    /** PEM file of the CAs whose certificates the other services show. */
    Optional<String> trustStore();
}
