package kcd.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import kcd.pki.crl.CrlSnapshot;
import kcd.pki.crl.ListState;
import kcd.pki.crl.RevocationList;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator watches of the revocation lists in force, in the service that distributes them and in those that
 * obey them. The one to alarm on is {@code .alarm}: 1 from half of a list's validity on, when its successor should have
 * been there and several attempts to get it have failed, with as much time left to mend it.
 */
public final class RevocationListMetrics {

    /** Of the time from thisUpdate to nextUpdate; from here on there is an alarm. */
    static final double ALARM_AT = 0.5;

    private final Clock clock;
    private final MultiGauge entries;
    private final MultiGauge age;
    private final MultiGauge nextUpdate;
    private final MultiGauge used;
    private final MultiGauge alarm;

    /**
     * @param prefix of the metrics' names
     * @param current the snapshot in force, empty before the first
     */
    public RevocationListMetrics(
            MeterRegistry registry, String prefix, Supplier<Optional<CrlSnapshot>> current, Clock clock) {
        this.clock = clock;
        Gauge.builder(prefix + ".version", () -> of(current, CrlSnapshot::version))
                .description("Version of the snapshot in force, 0 before the first")
                .register(registry);
        Gauge.builder(prefix + ".retained", () -> of(current, CrlSnapshot::retainedBytes))
                .description("Memory that the serial numbers take")
                .baseUnit("bytes")
                .register(registry);
        entries = perList(registry, prefix + ".entries", "Revoked certificates in a CA's list", null);
        age = perList(registry, prefix + ".age", "Time since a list's thisUpdate", "seconds");
        nextUpdate = perList(registry, prefix + ".next.update", "Time to nextUpdate; below 0: stale", "seconds");
        used = perList(registry, prefix + ".validity.used", "Share of a list's validity that is over", "ratio");
        alarm = perList(registry, prefix + ".alarm", "1 from half of a list's validity on", null);
    }

    private static double of(Supplier<Optional<CrlSnapshot>> current, ToDoubleFunction<CrlSnapshot> value) {
        return current.get().map(value::applyAsDouble).orElse(0.0);
    }

    private static MultiGauge perList(MeterRegistry registry, String name, String description, @Nullable String unit) {
        return MultiGauge.builder(name).description(description).baseUnit(unit).register(registry);
    }

    /** Shows the lists of this snapshot, and no others. */
    public void show(CrlSnapshot snapshot) {
        rows(entries, snapshot, ListState::entries);
        rows(age, snapshot, state -> seconds(state.thisUpdate(), clock.instant()));
        rows(nextUpdate, snapshot, state -> seconds(clock.instant(), state.nextUpdate()));
        rows(used, snapshot, this::used);
        rows(alarm, snapshot, state -> used(state) >= ALARM_AT ? 1 : 0);
    }

    private double used(ListState state) {
        double validity = seconds(state.thisUpdate(), state.nextUpdate());
        return validity <= 0 ? 1 : seconds(state.thisUpdate(), clock.instant()) / validity;
    }

    private static void rows(MultiGauge gauge, CrlSnapshot snapshot, ToDoubleFunction<ListState> value) {
        gauge.register(
                snapshot.lists().stream()
                        .map(RevocationList::state)
                        .map(state -> Row.of(Tags.of("issuer", state.issuer().toString()), state, value))
                        .toList(),
                true);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
