package kcd.pki.crl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SerialSetTest {

    /** Sizes around every threshold of the column's index, lengths that mix, and prefixes that are shared. */
    @ParameterizedTest
    @CsvSource({"1, 8", "23, 8", "300, 8", "2047, 16", "2048, 16", "5000, 64", "300000, 128", "3000, 160", "70000, 17"})
    void answers_exactly_as_a_set_of_numbers_does(int count, int bits) {
        // Given
        Random random = new Random(count * 31L + bits);
        Set<BigInteger> oracle = new HashSet<>();
        for (int i = 0; i < count; i++) {
            oracle.add(new BigInteger(bits, random));
        }

        // When
        SerialSet set = setOf(shuffled(oracle, random));

        // Then
        assertThat(set.size()).isEqualTo(oracle.size());
        assertThat(oracle).allMatch(number -> set.contains(SerialNumber.of(number)));
        for (int i = 0; i < 1000; i++) {
            BigInteger other = new BigInteger(bits, random);
            assertThat(set.contains(SerialNumber.of(other))).isEqualTo(oracle.contains(other));
        }
    }

    @Test
    void writes_serial_numbers_in_whole_octets() {
        assertThat(SerialNumber.of(BigInteger.valueOf(0xABC))).hasToString("0abc");
        assertThat(SerialNumber.of(BigInteger.ZERO)).hasToString("00");
        assertThatThrownBy(() -> SerialNumber.of(BigInteger.ONE.shiftLeft(8 * SerialNumber.MAX_OCTETS)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void finds_serials_that_share_all_octets_but_the_last() {
        // Given: what AD CS issues, a fixed head, a request number, zeros
        List<BigInteger> serials = new ArrayList<>();
        for (int request = 0; request < 5000; request++) {
            serials.add(new BigInteger("61000000000000000000%08x000000000000".formatted(request * 2), 16));
        }

        // When
        SerialSet set = setOf(serials);

        // Then
        assertThat(serials).allMatch(serial -> set.contains(SerialNumber.of(serial)));
        assertThat(serials).noneMatch(serial -> set.contains(SerialNumber.of(serial.add(BigInteger.ONE))));
        assertThat(serials)
                .noneMatch(serial -> set.contains(SerialNumber.of(serial.add(BigInteger.ONE.shiftLeft(48)))));
        assertThat(set.retainedBytes() / serials.size()).isLessThan(10);
    }

    @Test
    void keeps_a_million_random_serials_in_less_than_their_own_size() {
        // Given
        Random random = new Random(1);
        SerialSetBuilder builder = new SerialSetBuilder(1_000_000);
        byte[] octets = new byte[16];
        for (int i = 0; i < 1_000_000; i++) {
            random.nextBytes(octets);
            builder.add(ByteBuffer.wrap(octets), 0, octets.length);
        }

        // When
        SerialSet set = builder.build();

        // Then
        assertThat((double) set.retainedBytes() / set.size()).isLessThan(14.5);
    }

    @Test
    void lists_shorter_serials_first_and_then_bytewise() {
        // Given
        SerialSet set = setOf(numbers(256, 255, 128, 0, 1, 65535, 65536));

        // When
        byte[] encoded = SerialCodec.encode(set, 1000).orElseThrow();

        // Then
        assertThat(encoded).containsExactly(1, 0, 1, 1, 1, 128, 1, 255, 2, 1, 0, 2, 255, 255, 3, 1, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void merges_and_subtracts_as_sets_do(int seed) {
        // Given
        Random random = new Random(seed);
        Set<BigInteger> left = randomNumbers(random, 3000);
        Set<BigInteger> right = randomNumbers(random, seed * 400);

        // When
        SerialSet union = setOf(left).plus(setOf(right));
        SerialSet difference = setOf(left).minus(setOf(right));

        // Then
        Set<BigInteger> expectedUnion = new HashSet<>(left);
        expectedUnion.addAll(right);
        Set<BigInteger> expectedDifference = new HashSet<>(left);
        expectedDifference.removeAll(right);
        assertThat(union).isEqualTo(setOf(expectedUnion));
        assertThat(difference).isEqualTo(setOf(expectedDifference));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 4000})
    void survives_the_wire(int count) {
        // Given
        SerialSet set = setOf(randomNumbers(new Random(count), count));

        // When
        byte[] encoded = SerialCodec.encode(set, 1 << 20).orElseThrow();
        SerialSet decoded = SerialCodec.decode(ByteBuffer.wrap(encoded), count);

        // Then
        assertThat(decoded).isEqualTo(set).hasSameHashCodeAs(set);
    }

    @Test
    void says_so_when_an_encoding_would_be_too_long() {
        // Given
        SerialSet set = setOf(numbers(1, 2, 3));

        // Then
        assertThat(SerialCodec.encode(set, 5)).isEmpty();
        assertThat(SerialCodec.encode(set, 6)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "0201", "41", "8101", "020001", "0101ff"})
    void refuses_broken_encodings(String hex) {
        // Given
        ByteBuffer encoded = ByteBuffer.wrap(HexFormat.of().parseHex(hex));

        // Then
        assertThatThrownBy(() -> SerialCodec.decode(encoded, 10)).isInstanceOf(SerialBoundException.class);
    }

    @Test
    void refuses_one_serial_too_many() {
        // Given
        byte[] three = SerialCodec.encode(setOf(numbers(1, 2, 3)), 100).orElseThrow();

        // Then
        assertThatThrownBy(() -> SerialCodec.decode(ByteBuffer.wrap(three), 2))
                .isInstanceOf(SerialBoundException.class)
                .hasMessage("more than 2 serial numbers");
    }

    @Test
    void finds_a_negative_serial_by_its_octets() {
        // Given
        BigInteger negative = BigInteger.valueOf(-128);

        // When
        SerialSetBuilder builder = new SerialSetBuilder(1);
        builder.add(ByteBuffer.wrap(negative.toByteArray()), 0, 1);

        // Then
        assertThat(builder.build().contains(SerialNumber.of(negative))).isTrue();
    }

    private static SerialSet setOf(Iterable<BigInteger> numbers) {
        SerialSetBuilder builder = new SerialSetBuilder(Integer.MAX_VALUE);
        numbers.forEach(number -> builder.add(SerialNumber.of(number)));
        return builder.build();
    }

    private static List<BigInteger> numbers(long... values) {
        return Arrays.stream(values).mapToObj(BigInteger::valueOf).toList();
    }

    private static List<BigInteger> shuffled(Set<BigInteger> numbers, Random random) {
        List<BigInteger> list = new ArrayList<>(numbers);
        list.addAll(numbers.stream().limit(50).toList());
        Collections.shuffle(list, random);
        return list;
    }

    /** Numbers of all lengths, small enough that two such sets overlap. */
    private static Set<BigInteger> randomNumbers(Random random, int count) {
        Set<BigInteger> numbers = new HashSet<>();
        for (int i = 0; i < count; i++) {
            BigInteger number = new BigInteger(12, random);
            numbers.add(random.nextBoolean() ? number : number.shiftLeft(8 * random.nextInt(10)));
        }
        return numbers;
    }
}
