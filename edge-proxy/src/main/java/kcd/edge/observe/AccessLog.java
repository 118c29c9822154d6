package kcd.edge.observe;

import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import kcd.edge.proxy.AccessRecord;
import org.jboss.logging.Logger;

/// One JSON line per request. No query (ActiveSync's names the user and the device), no header, no token.
public final class AccessLog implements Consumer<AccessRecord> {
    private static final Logger LOG = Logger.getLogger("kcd.access");

    private final LongSupplier nanoTime;

    public AccessLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public void accept(AccessRecord record) {
        if (LOG.isInfoEnabled()) {
            LOG.info(line(record).encode());
        }
    }

    /// The same work without the line, for what is no device's request.
    public Consumer<AccessRecord> unwritten() {
        return record -> Objects.requireNonNull(line(record).encode());
    }

    JsonObject line(AccessRecord record) {
        JsonObject line = new JsonObject()
                .put("trace", record.trace().id())
                .put("method", record.method())
                .put("path", record.path())
                .put("protocol", record.protocol())
                .put("status", record.status())
                .put("remote", record.remote());
        record.reason().ifPresent(reason -> line.put("reason", reason));
        record.route().ifPresent(route -> line.put("route", route));
        record.user().ifPresent(user -> line.put("user", user));
        record.certificate()
                .ifPresent(certificate -> line.put("serial", certificate.serial())
                        .put("issuer", certificate.issuer())
                        .put("certificate", certificate.fingerprint()));
        record.rejection().ifPresent(words -> line.put("upstream_rejection", words));
        if (record.isRedirected()) {
            line.put("redirected", true);
        }
        record.upstream().ifPresent(upstream -> line.put("upstream", upstream));
        return line.put("tokens", record.tokens())
                .put("ms", millis(nanoTime.getAsLong() - record.startedNanos()))
                .put("connect_ms", millis(record.connectNanos()))
                .put("token_ms", millis(record.tokenNanos()))
                .put("upstream_ms", millis(record.headNanos()))
                .put("bytes_in", record.bytesIn())
                .put("bytes_out", record.bytesOut());
    }

    private static double millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos) / 1000.0;
    }
}
