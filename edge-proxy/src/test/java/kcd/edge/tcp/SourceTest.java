package kcd.edge.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTest {
    @ParameterizedTest
    @CsvSource({
        "2001:db8::1, 2001:db8:0:0:1234:5678:9abc:def0",
        "2001:db8:1:2::, 2001:db8:1:2:ffff:ffff:ffff:ffff",
        "2001:db8::1%2, 2001:db8::2%2",
        "192.0.2.7, 192.0.2.7"
    })
    void counts_as_one(String one, String other) {
        assertThat(Source.of(one)).isEqualTo(Source.of(other));
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::1, 2001:db8:0:1::1",
        "192.0.2.7, 192.0.2.8",
        "::ffff:192.0.2.7, ::ffff:192.0.2.8",
        "::1, 192.0.2.8"
    })
    void counts_as_two(String one, String other) {
        assertThat(Source.of(one)).isNotEqualTo(Source.of(other));
    }

    @Test
    void takes_what_is_no_address_as_it_is() {
        assertThat(Source.of("")).isEmpty();
    }
}
