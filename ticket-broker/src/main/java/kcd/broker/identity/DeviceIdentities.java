package kcd.broker.identity;

import kcd.broker.refusal.RefusedException;

/** Tells whose device showed a certificate chain, by the broker's own trust anchors and revocation lists. */
@FunctionalInterface
public interface DeviceIdentities {
    Identified identify(DerChain chain) throws RefusedException, InterruptedException;
}
