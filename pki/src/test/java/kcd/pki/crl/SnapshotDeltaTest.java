package kcd.pki.crl;

import static kcd.pki.crl.CrlWorkshop.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotDeltaTest {

    private static final IssuerId ONE = issuer("one");
    private static final IssuerId TWO = issuer("two");
    private static final IssuerId THREE = issuer("three");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void leads_from_one_snapshot_to_the_other(long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        CrlSnapshot from = randomSnapshot(1, random);
        CrlSnapshot to = randomSnapshot(2, random);

        // When
        CrlSnapshot result = SnapshotDelta.between(from, to).applyTo(from);

        // Then
        assertThat(result.version()).isEqualTo(2);
        assertThat(result.digest()).isEqualTo(to.digest());
        assertThat(result.lists()).containsExactlyElementsOf(to.lists());
    }

    @Test
    void carries_only_what_changed() {
        // Given
        CrlSnapshot from = CrlSnapshot.of(1, List.of(list(ONE, 1, 1, 2, 3), list(TWO, 1, 7)));
        CrlSnapshot to = CrlSnapshot.of(2, List.of(list(ONE, 2, 2, 3, 4), list(TWO, 1, 7)));

        // When
        SnapshotDelta delta = SnapshotDelta.between(from, to);

        // Then
        assertThat(delta.lists())
                .containsExactly(new SnapshotDelta.ListDelta.Changed(
                        list(ONE, 2, 2, 3, 4).state(), serials(4), serials(1)));
        assertThat(delta.entries()).isEqualTo(2);
    }

    @Test
    void notices_a_list_that_only_lives_longer_now() {
        // Given
        CrlSnapshot from = CrlSnapshot.of(1, List.of(list(ONE, 1, 1)));
        CrlSnapshot to = CrlSnapshot.of(2, List.of(list(ONE, 2, 1)));

        // When
        SnapshotDelta delta = SnapshotDelta.between(from, to);

        // Then
        assertThat(delta.entries()).isZero();
        assertThat(delta.lists()).hasSize(1);
    }

    @Test
    void refuses_a_snapshot_it_was_not_made_for() {
        // Given
        CrlSnapshot from = CrlSnapshot.of(1, List.of(list(ONE, 1, 1)));
        SnapshotDelta delta = SnapshotDelta.between(from, CrlSnapshot.of(2, List.of(list(ONE, 2, 1, 2))));

        // Then
        assertThatThrownBy(() -> delta.applyTo(CrlSnapshot.of(3, List.of(list(ONE, 1, 1)))))
                .isInstanceOf(SnapshotMismatchException.class);
        assertThatThrownBy(() -> delta.applyTo(CrlSnapshot.of(1, List.of(list(ONE, 1, 5)))))
                .isInstanceOf(SnapshotMismatchException.class)
                .hasMessageContaining("digest");
        assertThatThrownBy(() -> delta.applyTo(CrlSnapshot.of(1, List.of(list(ONE, 1, 1, 9)))))
                .isInstanceOf(SnapshotMismatchException.class)
                .hasMessageContaining("entries");
    }

    @Test
    void has_the_digest_that_the_contract_defines() throws Exception {
        // Given
        CrlSnapshot snapshot = CrlSnapshot.of(9, List.of(list(TWO, 1, 258), list(ONE, 1, 1)));

        // When
        MessageDigest expected = MessageDigest.getInstance("SHA-256");
        expected.update(sha256("one".getBytes(StandardCharsets.UTF_8)));
        expected.update(ONE.keyId().toByteArray());
        expected.update(sha256(new byte[] {1, 1}));
        expected.update(sha256("two".getBytes(StandardCharsets.UTF_8)));
        expected.update(TWO.keyId().toByteArray());
        expected.update(sha256(new byte[] {2, 1, 2}));

        // Then
        assertThat(snapshot.digest()).isEqualTo(Octets.of(expected.digest()));
    }

    @Test
    void refuses_two_lists_of_one_issuer() {
        assertThatThrownBy(() -> CrlSnapshot.of(1, List.of(list(ONE, 1, 1), list(ONE, 2, 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void orders_lists_by_number_and_else_by_date() {
        // Given
        ListState second = new ListState(ONE, CrlNumber.of(2), NOW, NOW, 0);
        ListState tenthIssuedEarlier = new ListState(ONE, CrlNumber.of(10), NOW.minusSeconds(1), NOW, 0);
        ListState unnumberedLater = new ListState(ONE, null, NOW.plusSeconds(1), NOW, 0);

        // Then
        assertThat(second.isOlderThan(tenthIssuedEarlier)).isTrue();
        assertThat(tenthIssuedEarlier.isOlderThan(second)).isFalse();
        assertThat(second.isOlderThan(second)).isFalse();
        assertThat(second.isOlderThan(unnumberedLater)).isTrue();
        assertThat(unnumberedLater.isOlderThan(second)).isFalse();
    }

    private static CrlSnapshot randomSnapshot(long version, Random random) {
        List<RevocationList> lists = new ArrayList<>();
        for (IssuerId issuer : List.of(ONE, TWO, THREE)) {
            if (random.nextInt(3) > 0) {
                lists.add(list(
                        issuer,
                        random.nextInt(3),
                        random.longs(random.nextInt(3000), 0, 5000).toArray()));
            }
        }
        return CrlSnapshot.of(version, lists);
    }

    private static RevocationList list(IssuerId issuer, long number, long... numbers) {
        SerialSet serials = serials(numbers);
        return new RevocationList(
                new ListState(issuer, CrlNumber.of(number), NOW, NOW.plusSeconds(60), serials.size()), serials);
    }

    private static SerialSet serials(long... numbers) {
        SerialSetBuilder builder = new SerialSetBuilder(numbers.length);
        for (long number : numbers) {
            builder.add(SerialNumber.of(BigInteger.valueOf(number)));
        }
        return builder.build();
    }

    private static IssuerId issuer(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return new IssuerId(Octets.of(bytes), Octets.sha256(bytes));
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}
