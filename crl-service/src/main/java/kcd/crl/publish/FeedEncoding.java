package kcd.crl.publish;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import kcd.pki.crl.CrlNumber;
import kcd.pki.crl.IssuerId;
import kcd.pki.crl.ListState;
import kcd.pki.crl.Octets;
import kcd.pki.crl.SerialCodec;
import kcd.pki.crl.SerialSet;
import kcd.pki.crl.SnapshotDelta;
import kcd.revocation.v1.Change;
import kcd.revocation.v1.ListChange;
import kcd.revocation.v1.SubscribeResponse;
import org.jspecify.annotations.Nullable;

/** Turns pki's types into the feed's messages. */
final class FeedEncoding {

    /** A larger change is sent as a snapshot. */
    static final int MAX_CHANGE_BYTES = 1 << 20;

    private FeedEncoding() {}

    static kcd.revocation.v1.ListState state(ListState state) {
        return name(state.issuer())
                .setCrlNumber(number(state.number()))
                .setThisUpdate(timestamp(state.thisUpdate()))
                .setNextUpdate(timestamp(state.nextUpdate()))
                .setEntries(state.entries())
                .setPartitioned(state.source().partitioned())
                .addAllDistributionPoints(state.source().points())
                .setSignerKeyId(bytes(state.source().signerKey()))
                .build();
    }

    private static kcd.revocation.v1.ListState.Builder name(IssuerId issuer) {
        return kcd.revocation.v1.ListState.newBuilder()
                .setIssuerName(bytes(issuer.name()))
                .setIssuerKeyId(bytes(issuer.keyId()));
    }

    static ByteString bytes(Octets octets) {
        return ByteString.copyFrom(octets.toByteArray());
    }

    /** The magnitude; a number zero is one zero byte, no number none. */
    private static ByteString number(@Nullable CrlNumber number) {
        if (number == null) {
            return ByteString.EMPTY;
        }
        BigInteger value = number.value();
        ByteString content = ByteString.copyFrom(value.toByteArray());
        return content.size() > 1 && content.byteAt(0) == 0 ? content.substring(1) : content;
    }

    static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    /** The change as one message; empty if it would be too large for one. */
    static Optional<SubscribeResponse> change(CrlBoard.Step step) {
        SnapshotDelta delta = step.delta();
        Change.Builder change = Change.newBuilder()
                .setPublishedAt(timestamp(step.at()))
                .setFromVersion(delta.fromVersion())
                .setToVersion(delta.toVersion())
                .setDigest(bytes(delta.digest()));
        int left = MAX_CHANGE_BYTES;
        for (SnapshotDelta.ListDelta list : delta.lists()) {
            Optional<ListChange> encoded = change(list, left);
            if (encoded.isEmpty()) {
                return Optional.empty();
            }
            left -= encoded.get().getAdded().size() + encoded.get().getRemoved().size();
            change.addLists(encoded.get());
        }
        return Optional.of(SubscribeResponse.newBuilder().setChange(change).build());
    }

    private static Optional<ListChange> change(SnapshotDelta.ListDelta delta, int maxBytes) {
        return switch (delta) {
            case SnapshotDelta.ListDelta.Dropped dropped ->
                Optional.of(ListChange.newBuilder()
                        .setState(name(dropped.issuer()))
                        .setDropped(true)
                        .build());
            case SnapshotDelta.ListDelta.Changed changed ->
                serials(changed.added(), maxBytes)
                        .flatMap(added -> serials(changed.removed(), maxBytes - added.size())
                                .map(removed -> ListChange.newBuilder()
                                        .setState(state(changed.state()))
                                        .setAdded(added)
                                        .setRemoved(removed)
                                        .build()));
        };
    }

    private static Optional<ByteString> serials(SerialSet serials, int maxBytes) {
        return SerialCodec.encode(serials, maxBytes).map(ByteString::copyFrom);
    }
}
