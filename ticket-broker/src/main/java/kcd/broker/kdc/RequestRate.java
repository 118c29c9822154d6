package kcd.broker.kdc;

/**
 * How many questions one broker asks the domain controllers of one realm.
 *
 * @param perSecond in the long run
 * @param burst at once, after a quiet time
 */
public record RequestRate(int perSecond, int burst) {}
