package kcd.service.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Hands spans to a collector, by OTLP over HTTP, from a queue with a bound: a collector that is slow or away costs spans,
 * never a request.
 */
public final class Tracing implements AutoCloseable {
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SEND_EVERY = Duration.ofSeconds(1);
    private static final int MAX_QUEUED = 4096;
    private static final long SECONDS_TO_END = 2;

    private final SdkTracerProvider provider;

    private Tracing(SdkTracerProvider provider) {
        this.provider = provider;
    }

    /**
     * Opens the way there; nothing is sent before there are spans.
     *
     * @param service whose they are
     */
    public static Tracing to(TracingSettings settings, String service) {
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.endpoint().toString())
                .setTimeout(SEND_TIMEOUT);
        settings.trustStore().ifPresent(file -> exporter.setTrustedCertificates(bytes(file)));
        return new Tracing(SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), service)))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.share())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter.build())
                        .setScheduleDelay(SEND_EVERY)
                        .setMaxQueueSize(MAX_QUEUED)
                        .build())
                .build());
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("kcd.tracing.trust-store changed since it was checked", e);
        }
    }

    public Tracer tracer() {
        return provider.get("kcd-gateway");
    }

    /** Sends what is left, if that does not take long. */
    @Override
    public void close() {
        var _ = provider.shutdown().join(SECONDS_TO_END, TimeUnit.SECONDS);
    }
}
