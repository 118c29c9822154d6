package kcd.broker.cache;

/** Something perishable that a cache may hold many of. */
public interface Cacheable extends Perishable {
    /** About how much memory it takes, keys and strings included; rather more than less. */
    int bytes();
}
