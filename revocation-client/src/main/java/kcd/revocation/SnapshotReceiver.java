package kcd.revocation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kcd.pki.crl.CrlSnapshot;
import kcd.pki.crl.ListState;
import kcd.pki.crl.RevocationList;
import kcd.pki.crl.SerialBoundException;
import kcd.pki.crl.SerialCodec;
import kcd.pki.crl.SerialSetBuilder;
import kcd.pki.crl.SnapshotDelta;
import kcd.pki.crl.SnapshotMismatchException;
import kcd.revocation.v1.SnapshotBegin;
import kcd.revocation.v1.SnapshotChunk;
import kcd.revocation.v1.SnapshotEnd;
import kcd.revocation.v1.SubscribeResponse;
import org.jspecify.annotations.Nullable;

/**
 * Puts the messages of one subscription together. A snapshot comes out only when it is complete, has the digest that was
 * promised, and goes back behind the one before in no list; anything else ends the subscription.
 *
 * <pre>
 *           begin                 end
 *   idle ----------> assembling ------> idle     (snapshot out)
 *    | ^                | ^   |
 *    +-+ change,        +-+   +-- begin: void what there is, start over
 *        heartbeat      chunk
 * </pre>
 */
final class SnapshotReceiver {

    private @Nullable CrlSnapshot current;
    private @Nullable Assembly assembly;
    private @Nullable Instant publishedAt;

    SnapshotReceiver(@Nullable CrlSnapshot current) {
        this.current = current;
    }

    /** Takes a message. A snapshot, if this message completed one. */
    Optional<CrlSnapshot> receive(SubscribeResponse message) throws FeedLostException, SnapshotMismatchException {
        return switch (message.getMessageCase()) {
            case SNAPSHOT_BEGIN -> {
                assembly = new Assembly(message.getSnapshotBegin());
                publishedAt = FeedDecoding.optionalInstant(
                        message.getSnapshotBegin().hasPublishedAt(),
                        message.getSnapshotBegin().getPublishedAt());
                yield Optional.empty();
            }
            case SNAPSHOT_CHUNK -> {
                assembling().add(message.getSnapshotChunk());
                yield Optional.empty();
            }
            case SNAPSHOT_END -> Optional.of(install(assembling().end(message.getSnapshotEnd())));
            case CHANGE -> {
                publishedAt = FeedDecoding.optionalInstant(
                        message.getChange().hasPublishedAt(),
                        message.getChange().getPublishedAt());
                yield Optional.of(install(changed(FeedDecoding.delta(message.getChange()))));
            }
            case HEARTBEAT -> Optional.empty();
            case MESSAGE_NOT_SET -> throw new FeedLostException("a message of a kind we do not know");
        };
    }

    /** When the snapshot that came out last was published, if the server said so. */
    Optional<Instant> publishedAt() {
        return Optional.ofNullable(publishedAt);
    }

    private Assembly assembling() throws FeedLostException {
        if (assembly == null) {
            throw new FeedLostException("part of a snapshot that never began");
        }
        return assembly;
    }

    private CrlSnapshot changed(SnapshotDelta delta) throws FeedLostException, SnapshotMismatchException {
        if (current == null || assembly != null) {
            throw new FeedLostException("a change before the snapshot it changes");
        }
        return delta.applyTo(current);
    }

    /** A server that restarted with an older copy must not bring revoked certificates back. */
    private CrlSnapshot install(CrlSnapshot next) throws SnapshotMismatchException {
        if (current != null) {
            for (RevocationList list : next.lists()) {
                Optional<ListState> before = current.list(list.issuer()).map(RevocationList::state);
                if (before.isPresent() && list.state().isOlderThan(before.get())) {
                    throw new SnapshotMismatchException("list of " + list.issuer() + " goes back from "
                            + before.get().thisUpdate() + " to " + list.state().thisUpdate());
                }
            }
        }
        assembly = null;
        current = next;
        return next;
    }

    /** A snapshot that is still coming in. */
    private static final class Assembly {

        private final long version;
        private final List<ListState> states = new ArrayList<>();
        private final List<SerialSetBuilder> serials = new ArrayList<>();
        private int list;

        Assembly(SnapshotBegin begin) throws FeedLostException {
            if (begin.getListsCount() > FeedDecoding.MAX_LISTS) {
                throw new FeedLostException("a snapshot of " + begin.getListsCount() + " lists");
            }
            version = begin.getVersion();
            for (kcd.revocation.v1.ListState state : begin.getListsList()) {
                ListState decoded = FeedDecoding.state(state);
                states.add(decoded);
                serials.add(new SerialSetBuilder(decoded.entries()));
            }
        }

        void add(SnapshotChunk chunk) throws FeedLostException {
            if (chunk.getList() < list || chunk.getList() >= serials.size()) {
                throw new FeedLostException("a chunk of list " + chunk.getList() + " after one of list " + list);
            }
            list = chunk.getList();
            try {
                SerialCodec.decode(chunk.getSerials().asReadOnlyByteBuffer(), serials.get(list));
            } catch (SerialBoundException e) {
                throw new FeedLostException(String.valueOf(e.getMessage()));
            }
        }

        CrlSnapshot end(SnapshotEnd end) throws FeedLostException, SnapshotMismatchException {
            List<RevocationList> lists = new ArrayList<>();
            try {
                for (int i = 0; i < states.size(); i++) {
                    lists.add(new RevocationList(states.get(i), serials.get(i).build()));
                }
                CrlSnapshot snapshot = CrlSnapshot.of(version, lists);
                if (!snapshot.digest().equals(FeedDecoding.digest(end.getDigest()))) {
                    throw new SnapshotMismatchException("version " + version + " has another digest than promised");
                }
                return snapshot;
            } catch (IllegalArgumentException e) {
                throw new SnapshotMismatchException(String.valueOf(e.getMessage()));
            }
        }
    }
}
