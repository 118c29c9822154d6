package kcd.broker.cache;

import kcd.broker.refusal.RefusedException;

/** Asks a domain controller or a directory: slow, and it may be refused. */
@FunctionalInterface
public interface Computation<V> {
    V compute() throws RefusedException, InterruptedException;
}
