package kcd.revocation;

import kcd.revocation.v1.SubscribeRequest;

/** Where the feed comes from: crl-service over gRPC, or a test. */
@FunctionalInterface
public interface FeedSource {

    /** Subscribes. Returns at once; what goes wrong is told by the call's first {@link FeedCall#next}. */
    FeedCall open(SubscribeRequest request);
}
