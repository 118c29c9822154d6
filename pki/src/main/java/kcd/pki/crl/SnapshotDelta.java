package kcd.pki.crl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What changed from one snapshot to another.
 *
 * @param fromVersion the version it applies to
 * @param toVersion the version it makes
 * @param lists the lists that changed; the others stay
 * @param digest of the result
 */
public record SnapshotDelta(long fromVersion, long toVersion, List<ListDelta> lists, Octets digest) {

    /** The change to one list. */
    public sealed interface ListDelta {

        /**
         * A list that is new or different.
         *
         * @param state the list's new state
         * @param added serials that are revoked now
         * @param removed serials that are not revoked any more
         */
        record Changed(ListState state, SerialSet added, SerialSet removed) implements ListDelta {}

        /** A list that is no longer there. */
        record Dropped(IssuerId issuer) implements ListDelta {}
    }

    /** Keeps a copy of the lists. */
    public SnapshotDelta {
        lists = List.copyOf(lists);
    }

    /** The difference between two snapshots. */
    public static SnapshotDelta between(CrlSnapshot from, CrlSnapshot to) {
        List<ListDelta> changes = new ArrayList<>();
        for (RevocationList list : to.lists()) {
            Optional<RevocationList> before = from.list(list.issuer());
            if (before.isEmpty() || !before.get().equals(list)) {
                changes.add(change(before.map(RevocationList::serials).orElse(SerialSet.EMPTY), list));
            }
        }
        for (RevocationList list : from.lists()) {
            if (to.list(list.issuer()).isEmpty()) {
                changes.add(new ListDelta.Dropped(list.issuer()));
            }
        }
        return new SnapshotDelta(from.version(), to.version(), changes, to.digest());
    }

    private static ListDelta change(SerialSet before, RevocationList list) {
        SerialSet after = list.serials();
        return before.equals(after)
                ? new ListDelta.Changed(list.state(), SerialSet.EMPTY, SerialSet.EMPTY)
                : new ListDelta.Changed(list.state(), after.minus(before), before.minus(after));
    }

    /** How many serials it carries. */
    public long entries() {
        long entries = 0;
        for (ListDelta list : lists) {
            entries += switch (list) {
                case ListDelta.Changed changed ->
                    (long) changed.added().size() + changed.removed().size();
                case ListDelta.Dropped _ -> 0;
            };
        }
        return entries;
    }

    /**
     * The snapshot that results.
     *
     * @throws SnapshotMismatchException if this is no change of that snapshot, or the result is not what was promised
     */
    public CrlSnapshot applyTo(CrlSnapshot snapshot) throws SnapshotMismatchException {
        if (snapshot.version() != fromVersion) {
            throw new SnapshotMismatchException(
                    "a change of version " + fromVersion + " for version " + snapshot.version());
        }
        TreeMap<IssuerId, RevocationList> result = new TreeMap<>(snapshot.byIssuer());
        for (ListDelta list : lists) {
            switch (list) {
                case ListDelta.Changed changed -> result.put(changed.state().issuer(), apply(changed, snapshot));
                case ListDelta.Dropped dropped -> result.remove(dropped.issuer());
            }
        }
        CrlSnapshot next = CrlSnapshot.of(toVersion, result.values());
        if (!next.digest().equals(digest)) {
            throw new SnapshotMismatchException(
                    "version " + toVersion + " has digest " + next.digest() + ", not " + digest);
        }
        return next;
    }

    private static RevocationList apply(ListDelta.Changed change, CrlSnapshot snapshot)
            throws SnapshotMismatchException {
        SerialSet before = snapshot.list(change.state().issuer())
                .map(RevocationList::serials)
                .orElse(SerialSet.EMPTY);
        SerialSet after = before.minus(change.removed()).plus(change.added());
        if (after.size() != change.state().entries()) {
            throw new SnapshotMismatchException("list of " + change.state().issuer() + " has " + after.size()
                    + " entries, not " + change.state().entries());
        }
        return new RevocationList(change.state(), after);
    }
}
