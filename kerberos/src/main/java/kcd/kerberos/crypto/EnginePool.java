package kcd.kerberos.crypto;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A few engines for any number of threads. One per thread would be one per request where requests run on virtual
 * threads. Never blocks: who finds no engine makes one, and what the pool has no room for is garbage.
 */
public final class EnginePool {
    /** Neighbouring slots on different cache lines, so that processors do not fight over one. */
    private static final int STRIDE = 32;

    private static final int PROBES = 4;

    private final SecureRandom random;
    private final AtomicReferenceArray<@Nullable SealingEngine> slots;
    private final int mask;

    public EnginePool(SecureRandom random) {
        this(random, Runtime.getRuntime().availableProcessors());
    }

    EnginePool(SecureRandom random, int processors) {
        this.random = random;
        int size = Integer.highestOneBit(Math.max(PROBES, 2 * processors - 1)) << 1;
        this.slots = new AtomicReferenceArray<>(size * STRIDE);
        this.mask = size - 1;
    }

    /** Borrows an engine; {@link #give} it back. One that is not given back is lost, no more. */
    public SealingEngine take() {
        int home = home();
        for (int i = 0; i < PROBES; i++) {
            int slot = slot(home + i);
            // Look before locking the cache line: most slots of a quiet pool are empty.
            SealingEngine engine = slots.get(slot) == null ? null : slots.getAndSet(slot, null);
            if (engine != null) {
                return engine;
            }
        }
        return new SealingEngine(random);
    }

    public void give(SealingEngine engine) {
        int home = home();
        for (int i = 0; i < PROBES; i++) {
            if (slots.compareAndSet(slot(home + i), null, engine)) {
                return;
            }
        }
    }

    private static int home() {
        return Long.hashCode(Thread.currentThread().threadId() * 0x9e3779b97f4a7c15L);
    }

    private int slot(int index) {
        return (index & mask) * STRIDE;
    }
}
