package kcd.revocation;

import static kcd.pki.crl.CrlWorkshop.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import kcd.pki.crl.CrlNumber;
import kcd.pki.crl.CrlSnapshot;
import kcd.pki.crl.IssuerId;
import kcd.pki.crl.ListState;
import kcd.pki.crl.Octets;
import kcd.pki.crl.RevocationList;
import kcd.pki.crl.SerialCodec;
import kcd.pki.crl.SerialNumber;
import kcd.pki.crl.SerialSet;
import kcd.pki.crl.SerialSetBuilder;
import kcd.pki.crl.SnapshotMismatchException;
import kcd.revocation.v1.Change;
import kcd.revocation.v1.Heartbeat;
import kcd.revocation.v1.ListChange;
import kcd.revocation.v1.SnapshotBegin;
import kcd.revocation.v1.SnapshotChunk;
import kcd.revocation.v1.SnapshotEnd;
import kcd.revocation.v1.SubscribeResponse;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Every way in which a feed can be wrong, built message by message from the contract. */
class SnapshotReceiverTest {

    private static final IssuerId ISSUER = new IssuerId(Octets.of(new byte[] {0x30, 0}), Octets.sha256(new byte[] {1}));

    private final SnapshotReceiver receiver = new SnapshotReceiver(null);

    @Test
    void puts_a_snapshot_together() throws Exception {
        // When
        Optional<CrlSnapshot> snapshot = snapshot(7, 1, 2, 3);

        // Then
        assertThat(snapshot.orElseThrow().version()).isEqualTo(7);
        assertThat(snapshot.orElseThrow().lists()).containsExactly(list(7, serials(1, 2, 3)));
    }

    @Test
    void starts_over_when_a_snapshot_begins_anew() throws Exception {
        // Given
        receiver.receive(begin(7, 2));
        receiver.receive(chunk(0, serials(8)));

        // When
        Optional<CrlSnapshot> snapshot = snapshot(8, 1);

        // Then
        assertThat(snapshot.orElseThrow().lists()).containsExactly(list(8, serials(1)));
    }

    @Test
    void applies_a_change() throws Exception {
        // Given
        snapshot(7, 1, 2, 3);

        // When
        Optional<CrlSnapshot> changed = receiver.receive(change(7, 8, 3, serials(4), serials(1), serials(2, 3, 4)));

        // Then
        assertThat(changed.orElseThrow().lists()).containsExactly(list(8, serials(2, 3, 4)));
    }

    @Test
    void takes_a_heartbeat_for_what_it_is() throws Exception {
        // When
        Optional<CrlSnapshot> nothing = receiver.receive(SubscribeResponse.newBuilder()
                .setHeartbeat(Heartbeat.getDefaultInstance())
                .build());

        // Then
        assertThat(nothing).isEmpty();
    }

    @Test
    void refuses_a_snapshot_with_another_digest() throws Exception {
        // Given
        receiver.receive(begin(7, 1));
        receiver.receive(chunk(0, serials(1)));

        // Then
        assertMismatch(() -> receiver.receive(end(digest(7, serials(2)))));
    }

    @Test
    void refuses_a_snapshot_that_lacks_entries() throws Exception {
        // Given
        receiver.receive(begin(7, 2));
        receiver.receive(chunk(0, serials(1)));

        // Then
        assertMismatch(() -> receiver.receive(end(digest(7, serials(1)))));
    }

    @Test
    void refuses_more_entries_than_were_announced() throws Exception {
        // Given
        receiver.receive(begin(7, 1));

        // Then
        assertLost(() -> receiver.receive(chunk(0, serials(1, 2))), "more than 1 serial numbers");
    }

    @Test
    void takes_the_authoritys_list_after_a_higher_number_of_a_signer_that_is_gone() throws Exception {
        // Given
        signedSnapshot(99, 1);

        // Then
        assertMismatch(() -> signedSnapshot(98, 1));
        assertThat(signedSnapshot(7, 2)).isPresent();
    }

    @Test
    void refuses_distribution_points_beyond_the_contract() {
        assertLost(
                () -> receiver.receive(beginWith(
                        state(1, 0).addAllDistributionPoints(Collections.nCopies(17, "http://crl.example/1.crl")))),
                "17 distribution points");
        assertLost(() -> receiver.receive(beginWith(state(1, 0).addDistributionPoints("x".repeat(2049)))), "too long");
    }

    @Test
    void refuses_chunks_out_of_place() throws Exception {
        assertLost(() -> receiver.receive(chunk(0, serials(1))), "never began");
        receiver.receive(begin(7, 1));
        assertLost(() -> receiver.receive(chunk(1, serials(1))), "chunk of list 1");
        assertLost(() -> receiver.receive(chunk(-1, serials(1))), "chunk of list -1");
    }

    @Test
    void refuses_an_end_without_a_beginning() {
        assertLost(() -> receiver.receive(end(digest(7, serials(1)))), "never began");
    }

    @Test
    void refuses_serials_that_are_not_encoded_as_agreed() throws Exception {
        // Given
        receiver.receive(begin(7, 9));
        SubscribeResponse broken = SubscribeResponse.newBuilder()
                .setSnapshotChunk(SnapshotChunk.newBuilder()
                        .setSerials(ByteString.copyFrom(HexFormat.of().parseHex("0501"))))
                .build();

        // Then
        assertLost(() -> receiver.receive(broken), "broken serial number encoding");
    }

    @Test
    void refuses_a_change_of_a_version_it_does_not_have() throws Exception {
        // Given
        assertLost(() -> receiver.receive(change(7, 8, 1, serials(1), serials(), serials(1))), "before the snapshot");
        snapshot(7, 1);

        // Then
        assertMismatch(() -> receiver.receive(change(6, 8, 2, serials(2), serials(), serials(1, 2))));
    }

    @Test
    void refuses_a_change_that_leads_elsewhere() throws Exception {
        // Given
        snapshot(7, 1);

        // Then
        assertMismatch(() -> receiver.receive(change(7, 8, 2, serials(2), serials(), serials(1, 3))));
        assertMismatch(() -> receiver.receive(change(7, 8, 5, serials(2), serials(), serials(1, 2))));
    }

    @Test
    void refuses_a_list_that_goes_back() throws Exception {
        // Given
        snapshot(7, 1, 2);

        // Then
        assertMismatch(() -> snapshot(6, 1));
    }

    @Test
    void refuses_lists_without_the_fields_that_they_need() {
        assertLost(() -> receiver.receive(beginWith(state(1, 0).clearIssuerName())), "issuer name of 0 bytes");
        assertLost(() -> receiver.receive(beginWith(state(1, 0).clearIssuerKeyId())), "digest of 0 bytes");
        assertLost(
                () -> receiver.receive(beginWith(state(1, 0).clearNextUpdate())), "without thisUpdate or nextUpdate");
        assertLost(() -> receiver.receive(beginWith(state(1, 0).setEntries(-1))), "18446744073709551615 entries");
        assertLost(
                () -> receiver.receive(beginWith(state(1, 0).setCrlNumber(ByteString.copyFrom(new byte[21])))),
                "CRL number of 21 bytes");
        assertLost(
                () -> receiver.receive(beginWith(
                        state(1, 0).setThisUpdate(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE)))),
                "impossible time");
    }

    @Test
    void refuses_messages_it_does_not_know() {
        assertLost(() -> receiver.receive(SubscribeResponse.getDefaultInstance()), "do not know");
    }

    private Optional<CrlSnapshot> snapshot(long number, long... numbers) throws Exception {
        receiver.receive(begin(number, numbers.length));
        receiver.receive(chunk(0, serials(numbers)));
        return receiver.receive(end(digest(number, serials(numbers))));
    }

    private Optional<CrlSnapshot> signedSnapshot(long number, int signer) throws Exception {
        ByteString key =
                ByteString.copyFrom(Octets.sha256(new byte[] {(byte) signer}).toByteArray());
        receiver.receive(beginWith(state(number, 0).setSignerKeyId(key)));
        return receiver.receive(end(digest(number, serials())));
    }

    private static SubscribeResponse begin(long number, int entries) {
        return SubscribeResponse.newBuilder()
                .setSnapshotBegin(SnapshotBegin.newBuilder().setVersion(number).addLists(state(number, entries)))
                .build();
    }

    private static SubscribeResponse beginWith(kcd.revocation.v1.ListState.Builder state) {
        return SubscribeResponse.newBuilder()
                .setSnapshotBegin(SnapshotBegin.newBuilder().setVersion(1).addLists(state))
                .build();
    }

    private static kcd.revocation.v1.ListState.Builder state(long number, int entries) {
        return kcd.revocation.v1.ListState.newBuilder()
                .setIssuerName(ByteString.copyFrom(ISSUER.name().toByteArray()))
                .setIssuerKeyId(ByteString.copyFrom(ISSUER.keyId().toByteArray()))
                .setCrlNumber(ByteString.copyFrom(new byte[] {(byte) number}))
                .setThisUpdate(Timestamp.newBuilder().setSeconds(NOW.getEpochSecond()))
                .setNextUpdate(Timestamp.newBuilder().setSeconds(NOW.getEpochSecond() + 60))
                .setEntries(entries);
    }

    private static SubscribeResponse chunk(int list, SerialSet serials) {
        return SubscribeResponse.newBuilder()
                .setSnapshotChunk(SnapshotChunk.newBuilder().setList(list).setSerials(encoded(serials)))
                .build();
    }

    private static SubscribeResponse end(ByteString digest) {
        return SubscribeResponse.newBuilder()
                .setSnapshotEnd(SnapshotEnd.newBuilder().setDigest(digest))
                .build();
    }

    private static SubscribeResponse change(
            long from, long to, int entries, SerialSet added, SerialSet removed, SerialSet result) {
        return SubscribeResponse.newBuilder()
                .setChange(Change.newBuilder()
                        .setFromVersion(from)
                        .setToVersion(to)
                        .addLists(ListChange.newBuilder()
                                .setState(state(to, entries))
                                .setAdded(encoded(added))
                                .setRemoved(encoded(removed)))
                        .setDigest(digest(to, result)))
                .build();
    }

    private static ByteString digest(long number, SerialSet serials) {
        return ByteString.copyFrom(
                CrlSnapshot.of(1, List.of(list(number, serials))).digest().toByteArray());
    }

    private static RevocationList list(long number, SerialSet serials) {
        return new RevocationList(
                new ListState(ISSUER, CrlNumber.of(number), NOW, NOW.plusSeconds(60), serials.size()), serials);
    }

    private static ByteString encoded(SerialSet serials) {
        return ByteString.copyFrom(SerialCodec.encode(serials, 1 << 16).orElseThrow());
    }

    private static SerialSet serials(long... numbers) {
        SerialSetBuilder builder = new SerialSetBuilder(numbers.length);
        LongStream.of(numbers).forEach(number -> builder.add(SerialNumber.of(BigInteger.valueOf(number))));
        return builder.build();
    }

    private static void assertLost(ThrowingCallable action, String why) {
        assertThatThrownBy(action).isInstanceOf(FeedLostException.class).hasMessageContaining(why);
    }

    private static void assertMismatch(ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOf(SnapshotMismatchException.class);
    }
}
