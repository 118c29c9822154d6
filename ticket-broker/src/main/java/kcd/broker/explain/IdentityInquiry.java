package kcd.broker.explain;

import kcd.broker.identity.DerChain;
import kcd.broker.identity.Identified;
import kcd.broker.identity.IdentityFollower;
import kcd.broker.refusal.RefusedException;

/** Tells whose certificate it is, as for a mint, with somebody following. */
@FunctionalInterface
public interface IdentityInquiry {
    Identified identify(DerChain chain, IdentityFollower follower) throws RefusedException, InterruptedException;
}
