package kcd.broker.kdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import kcd.broker.dns.SrvRecord;
import org.junit.jupiter.api.Test;

class CandidateTest {
    @Test
    void a_lower_priority_comes_first_whatever_its_weight() {
        // Given
        var near = new SrvRecord(0, 0, 88, "near.a.test");
        var far = new SrvRecord(10, 65_535, 88, "far.a.test");

        // When
        List<Candidate> drawn = Candidate.drawn(List.of(far, near), new Random(1));

        // Then
        assertThat(drawn)
                .containsExactly(
                        new Candidate(new ControllerAddress("near.a.test", 88), 0),
                        new Candidate(new ControllerAddress("far.a.test", 88), 10));
    }

    @Test
    void weights_decide_how_often_one_comes_first() {
        // Given
        var random = new Random(7);
        List<SrvRecord> records =
                List.of(new SrvRecord(0, 299, 88, "big.a.test"), new SrvRecord(0, 99, 88, "small.a.test"));

        // When
        long bigFirst = IntStream.range(0, 10_000)
                .mapToObj(_ -> Candidate.drawn(records, random).getFirst())
                .filter(first -> first.address().host().equals("big.a.test"))
                .count();

        // Then
        assertThat(bigFirst).isBetween(7_200L, 7_800L);
    }

    @Test
    void a_target_that_is_no_host_or_comes_twice_is_left_out() {
        // Given
        List<SrvRecord> records = List.of(
                new SrvRecord(0, 0, 88, "dc1.a.test"),
                new SrvRecord(0, 0, 88, "dc1.a.test"),
                new SrvRecord(0, 0, 0, "dc2.a.test"),
                new SrvRecord(0, 0, 88, "not a host"));

        // When, Then
        assertThat(Candidate.drawn(records, new Random(1)))
                .containsExactly(new Candidate(new ControllerAddress("dc1.a.test", 88), 0));
    }
}
