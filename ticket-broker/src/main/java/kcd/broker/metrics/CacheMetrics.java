package kcd.broker.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import kcd.broker.cache.CacheEvents;

/** {@code kcd_broker_cache_lookups_total}: how lookups in one ticket cache were answered. */
public final class CacheMetrics implements CacheEvents {
    private final Map<Answer, Counter> counters = new EnumMap<>(Answer.class);

    public CacheMetrics(MeterRegistry registry, String cache) {
        for (Answer answer : Answer.values()) {
            counters.put(
                    answer,
                    Counter.builder("kcd.broker.cache.lookups")
                            .description("Lookups in a ticket cache")
                            .tag("cache", cache)
                            .tag("answer", answer.name())
                            .register(registry));
        }
    }

    @Override
    public void answered(Answer answer) {
        Objects.requireNonNull(counters.get(answer)).increment();
    }
}
