package kcd.kerberos.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class EnginePoolTest {
    private final EnginePool pool = new EnginePool(new SecureRandom(), 2);

    @Test
    void lends_an_engine_again_once_it_is_back() {
        // Given
        SealingEngine engine = pool.take();
        pool.give(engine);

        // Then
        assertThat(pool.take()).isSameAs(engine);
    }

    @Test
    void keeps_no_more_engines_than_it_has_room_for() {
        // Given: many more than two processors can use at a time
        List<SealingEngine> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(pool.take());
        }

        // When
        many.forEach(pool::give);

        // Then
        Set<SealingEngine> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 1_000; i++) {
            SealingEngine engine = pool.take();
            if (many.contains(engine)) {
                kept.add(engine);
            }
        }
        assertThat(kept).hasSizeBetween(1, 8);
    }

    @Test
    void never_lends_one_engine_to_two_threads() throws Exception {
        // Given
        Set<SealingEngine> lent = ConcurrentHashMap.newKeySet();
        List<Future<Boolean>> threads = new ArrayList<>();

        // When
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < 200; t++) {
                threads.add(executor.submit(() -> {
                    boolean alone = true;
                    for (int i = 0; i < 50; i++) {
                        SealingEngine engine = pool.take();
                        alone &= lent.add(engine);
                        Thread.yield();
                        lent.remove(engine);
                        pool.give(engine);
                    }
                    return alone;
                }));
            }
        }

        // Then
        Set<Boolean> outcomes = new HashSet<>();
        for (Future<Boolean> thread : threads) {
            outcomes.add(thread.get());
        }
        assertThat(outcomes).containsExactly(true);
    }
}
