package kcd.service.tracing;

import io.smallrye.config.WithDefault;
import java.util.Optional;

/** {@code kcd.tracing}: spans for a collector of traces. */
public interface TracingConfig {
    /**
     * URL that takes OTLP over HTTP, such as {@code http://collector:4318/v1/traces}. Not set: no spans are made; requests
     * still have a trace id, which is in every log.
     */
    Optional<String> endpoint();

    /** The share of the requests to make spans of, 0 to 1. The edge decides, the broker does as the edge did. */
    @WithDefault("1")
    String share();

    /** PEM files of the collector's CA, for an https endpoint. Not set: the platform's. */
    Optional<String> trustStore();
}
