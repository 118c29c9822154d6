package kcd.revocation;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import kcd.pki.crl.CrlNumber;
import kcd.pki.crl.IssuerId;
import kcd.pki.crl.ListSource;
import kcd.pki.crl.ListState;
import kcd.pki.crl.Octets;
import kcd.pki.crl.SerialBoundException;
import kcd.pki.crl.SerialCodec;
import kcd.pki.crl.SerialSet;
import kcd.pki.crl.SnapshotDelta;
import kcd.revocation.v1.Change;
import kcd.revocation.v1.ListChange;
import org.jspecify.annotations.Nullable;

/** Turns the feed's messages into the types of pki, and holds them to the contract's bounds. */
final class FeedDecoding {

    static final int DIGEST_BYTES = 32;
    static final int MAX_LISTS = 1024;
    static final int MAX_ENTRIES_PER_LIST = 50_000_000;
    private static final int MAX_NAME_BYTES = 4096;
    private static final int MAX_NUMBER_BYTES = 20;

    private FeedDecoding() {}

    static ListState state(kcd.revocation.v1.ListState state) throws FeedLostException {
        if (!state.hasThisUpdate() || !state.hasNextUpdate()) {
            throw new FeedLostException("a list without thisUpdate or nextUpdate");
        }
        if (state.getEntries() < 0 || state.getEntries() > MAX_ENTRIES_PER_LIST) {
            throw new FeedLostException("a list of " + Long.toUnsignedString(state.getEntries()) + " entries");
        }
        return new ListState(
                issuer(state),
                number(state.getCrlNumber()),
                instant(state.getThisUpdate()),
                instant(state.getNextUpdate()),
                (int) state.getEntries(),
                source(state));
    }

    private static ListSource source(kcd.revocation.v1.ListState state) throws FeedLostException {
        List<String> points = state.getDistributionPointsList();
        if (points.size() > ListSource.MAX_POINTS
                || points.stream().anyMatch(point -> point.length() > ListSource.MAX_POINT_CHARS)) {
            throw new FeedLostException("a list with " + points.size() + " distribution points, or too long ones");
        }
        Octets signer =
                state.getSignerKeyId().isEmpty() ? ListSource.UNSAID.signerKey() : digest(state.getSignerKeyId());
        return new ListSource(signer, state.getPartitioned(), Set.copyOf(points));
    }

    private static IssuerId issuer(kcd.revocation.v1.ListState state) throws FeedLostException {
        int nameBytes = state.getIssuerName().size();
        if (nameBytes == 0 || nameBytes > MAX_NAME_BYTES) {
            throw new FeedLostException("an issuer name of " + nameBytes + " bytes");
        }
        return new IssuerId(Octets.of(state.getIssuerName().toByteArray()), digest(state.getIssuerKeyId()));
    }

    private static @Nullable CrlNumber number(ByteString magnitude) throws FeedLostException {
        if (magnitude.size() > MAX_NUMBER_BYTES) {
            throw new FeedLostException("a CRL number of " + magnitude.size() + " bytes");
        }
        return magnitude.isEmpty() ? null : new CrlNumber(new BigInteger(1, magnitude.toByteArray()));
    }

    static @Nullable Instant optionalInstant(boolean present, Timestamp time) throws FeedLostException {
        return present ? instant(time) : null;
    }

    private static Instant instant(Timestamp time) throws FeedLostException {
        try {
            return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
        } catch (DateTimeException | ArithmeticException e) {
            throw new FeedLostException("an impossible time: " + time.getSeconds());
        }
    }

    static Octets digest(ByteString bytes) throws FeedLostException {
        if (bytes.size() != DIGEST_BYTES) {
            throw new FeedLostException("a digest of " + bytes.size() + " bytes");
        }
        return Octets.of(bytes.toByteArray());
    }

    static SnapshotDelta delta(Change change) throws FeedLostException {
        if (change.getListsCount() > MAX_LISTS) {
            throw new FeedLostException("a change of " + change.getListsCount() + " lists");
        }
        List<SnapshotDelta.ListDelta> lists = new ArrayList<>();
        for (ListChange list : change.getListsList()) {
            lists.add(
                    list.getDropped()
                            ? new SnapshotDelta.ListDelta.Dropped(issuer(list.getState()))
                            : new SnapshotDelta.ListDelta.Changed(
                                    state(list.getState()), serials(list.getAdded()), serials(list.getRemoved())));
        }
        return new SnapshotDelta(change.getFromVersion(), change.getToVersion(), lists, digest(change.getDigest()));
    }

    private static SerialSet serials(ByteString encoded) throws FeedLostException {
        try {
            return SerialCodec.decode(encoded.asReadOnlyByteBuffer(), MAX_ENTRIES_PER_LIST);
        } catch (SerialBoundException e) {
            throw new FeedLostException(String.valueOf(e.getMessage()));
        }
    }
}
