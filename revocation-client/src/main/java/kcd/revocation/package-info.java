/**
 * The subscriber's side of the revocation feed.
 *
 * <pre>
 * FeedSource --messages--> SnapshotReceiver --CrlSnapshot--> RevocationSubscription --> listeners
 *  one call                 complete and right, or not at all   the current one          cut connections
 * </pre>
 */
@NullMarked
package kcd.revocation;

import org.jspecify.annotations.NullMarked;
