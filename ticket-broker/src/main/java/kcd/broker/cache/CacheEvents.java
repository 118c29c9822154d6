package kcd.broker.cache;

/** Hears how a cache answered; for metrics. */
@FunctionalInterface
public interface CacheEvents {
    void answered(Answer answer);

    /** How one lookup was answered. */
    enum Answer {
        HIT,
        HIT_REFUSAL,
        MISS
    }
}
