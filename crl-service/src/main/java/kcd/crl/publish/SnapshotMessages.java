package kcd.crl.publish;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import kcd.pki.crl.CrlSnapshot;
import kcd.pki.crl.RevocationList;
import kcd.pki.crl.SerialCursor;
import kcd.revocation.v1.SnapshotBegin;
import kcd.revocation.v1.SnapshotChunk;
import kcd.revocation.v1.SnapshotEnd;
import kcd.revocation.v1.SubscribeResponse;
import org.jspecify.annotations.Nullable;

/** The messages that carry a whole snapshot, made one at a time as a subscriber takes them: begin, chunks, end. */
final class SnapshotMessages implements Iterator<SubscribeResponse> {

    /** The most serials in one message. */
    static final int CHUNK_BYTES = 1 << 18;

    private final CrlBoard.Publication publication;
    private final CrlSnapshot snapshot;
    private final Deque<RevocationList> lists;
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES);

    private boolean begun;
    private boolean ended;
    private int list = -1;
    private @Nullable SerialCursor cursor;

    SnapshotMessages(CrlBoard.Publication publication) {
        this.publication = publication;
        this.snapshot = publication.snapshot();
        this.lists = new ArrayDeque<>(snapshot.lists());
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public SubscribeResponse next() {
        if (ended) {
            throw new NoSuchElementException();
        }
        if (!begun) {
            begun = true;
            return begin();
        }
        while (cursor != null || nextList()) {
            SerialCursor serials = cursor;
            if (serials != null && fill(serials)) {
                return chunk();
            }
            cursor = null;
        }
        ended = true;
        return SubscribeResponse.newBuilder()
                .setSnapshotEnd(SnapshotEnd.newBuilder().setDigest(FeedEncoding.bytes(snapshot.digest())))
                .build();
    }

    private SubscribeResponse begin() {
        SnapshotBegin.Builder begin = SnapshotBegin.newBuilder()
                .setVersion(snapshot.version())
                .setPublishedAt(FeedEncoding.timestamp(publication.at()));
        snapshot.lists().forEach(revocations -> begin.addLists(FeedEncoding.state(revocations.state())));
        return SubscribeResponse.newBuilder().setSnapshotBegin(begin).build();
    }

    /** Moves to the next list that has entries. */
    private boolean nextList() {
        while (!lists.isEmpty()) {
            SerialCursor next = lists.removeFirst().serials().cursor();
            list++;
            if (next.next()) {
                cursor = next;
                return true;
            }
        }
        return false;
    }

    /** Fills the buffer from the cursor, which stands on a serial not yet sent. False if there was none. */
    private boolean fill(SerialCursor serials) {
        buffer.clear();
        while (serials.writeTo(buffer)) {
            if (!serials.next()) {
                cursor = null;
                break;
            }
        }
        return buffer.flip().hasRemaining();
    }

    private SubscribeResponse chunk() {
        return SubscribeResponse.newBuilder()
                .setSnapshotChunk(SnapshotChunk.newBuilder().setList(list).setSerials(ByteString.copyFrom(buffer)))
                .build();
    }
}
