package kcd.pki.crl;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An immutable, exact set of serial numbers that takes less memory than the serials themselves. Safe for any number of
 * threads; a look-up allocates nothing.
 */
public final class SerialSet {

    /** The set without members. */
    public static final SerialSet EMPTY = new SerialSet(List.of());

    private static final int DIGEST_BUFFER = 1 << 13;

    private final List<SerialColumn> columns;
    private final @Nullable SerialColumn[] byLength = new SerialColumn[SerialNumber.MAX_OCTETS + 1];
    private final int size;

    /** Computed when first asked for: results in between of a merge are never asked. */
    private volatile @Nullable Octets digest;

    private SerialSet(List<SerialColumn> columns) {
        this.columns = columns;
        int count = 0;
        for (SerialColumn column : columns) {
            byLength[column.width()] = column;
            count = Math.addExact(count, column.count());
        }
        this.size = count;
    }

    /** Of columns in ascending order of their width, none empty. */
    static SerialSet of(List<SerialColumn> columns) {
        return columns.isEmpty() ? EMPTY : new SerialSet(List.copyOf(columns));
    }

    public boolean contains(SerialNumber serial) {
        byte[] octets = serial.octets();
        SerialColumn column = byLength[octets.length];
        return column != null && column.contains(octets);
    }

    public int size() {
        return size;
    }

    /** The memory that the serials take, in bytes. */
    public long retainedBytes() {
        return columns.stream().mapToLong(SerialColumn::retainedBytes).sum();
    }

    /** A new walk over all members, standing before the first. */
    public SerialCursor cursor() {
        return new SerialCursor(columns);
    }

    /** SHA-256 over all members in order, each as one length octet and its octets: equal sets, equal digests. */
    public Octets digest() {
        Octets known = digest;
        if (known == null) {
            known = computeDigest();
            digest = known;
        }
        return known;
    }

    private Octets computeDigest() {
        MessageDigest sha256 = Octets.sha256();
        ByteBuffer buffer = ByteBuffer.allocate(DIGEST_BUFFER);
        SerialCursor cursor = cursor();
        while (cursor.next()) {
            if (!cursor.writeTo(buffer)) {
                sha256.update(buffer.flip());
                buffer.clear();
                cursor.writeTo(buffer);
            }
        }
        sha256.update(buffer.flip());
        return Octets.digestOf(sha256);
    }

    /** The members that the other set does not have. */
    public SerialSet minus(SerialSet other) {
        if (other.size == 0 || size == 0) {
            return this;
        }
        SerialSetBuilder result = new SerialSetBuilder(size);
        SerialCursor mine = cursor();
        SerialCursor theirs = other.cursor();
        boolean more = theirs.next();
        while (mine.next()) {
            while (more && theirs.compareTo(mine) < 0) {
                more = theirs.next();
            }
            if (!more || theirs.compareTo(mine) != 0) {
                result.add(mine);
            }
        }
        return result.build();
    }

    /** The members of either set. */
    public SerialSet plus(SerialSet other) {
        if (other.size == 0) {
            return this;
        }
        if (size == 0) {
            return other;
        }
        SerialSetBuilder result = new SerialSetBuilder(Math.addExact(size, other.size));
        SerialCursor mine = cursor();
        SerialCursor theirs = other.cursor();
        boolean moreMine = mine.next();
        boolean moreTheirs = theirs.next();
        while (moreMine || moreTheirs) {
            int order = !moreMine ? 1 : !moreTheirs ? -1 : mine.compareTo(theirs);
            result.add(order <= 0 ? mine : theirs);
            moreMine = order <= 0 ? mine.next() : moreMine;
            moreTheirs = order >= 0 ? theirs.next() : moreTheirs;
        }
        return result.build();
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof SerialSet other && size == other.size && digest().equals(other.digest());
    }

    @Override
    public int hashCode() {
        return Objects.hash(size, digest());
    }

    @Override
    public String toString() {
        return size + " serial numbers";
    }
}
