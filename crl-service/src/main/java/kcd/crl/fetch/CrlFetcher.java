package kcd.crl.fetch;

/** Gets a list from its distribution point. */
@FunctionalInterface
public interface CrlFetcher {

    /** Asks once. Blocks; never throws for what a network or a server may do. */
    FetchResult fetch(DistributionPoint point, Validators known) throws InterruptedException;
}
