package kcd.kerberos.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SidTest {
    @ParameterizedTest
    @ValueSource(strings = {"S-1-1-0", "S-1-5-21-1-2-4294967295-500", "S-1-281474976710655-1"})
    void takes_the_canonical_form(String text) {
        assertThat(Sid.parse(text)).contains(new Sid(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "S-1-5",
                "s-1-5-18",
                "S-2-5-18",
                "S-1-5-018",
                "S-1-5-4294967296",
                "S-1-281474976710656-1",
                "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16",
                "S-1-5-18 "
            })
    void refuses_any_other(String text) {
        assertThat(Sid.parse(text)).isEmpty();
        assertThatThrownBy(() -> new Sid(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_set_holds_each_sid_once_and_finds_it() {
        // When
        SidSet set = SidSet.of(List.of(
                new Sid("S-1-5-21-1-2-3-500"),
                new Sid("S-1-18-2"),
                new Sid("S-1-5-21-1-2-3-500"),
                new Sid("S-1-5-21-1-2-3-4294967295")));

        // Then
        assertThat(set.size()).isEqualTo(3);
        assertThat(set.contains(new Sid("S-1-18-2"))).isTrue();
        assertThat(set.contains(new Sid("S-1-5-21-1-2-3-4294967295"))).isTrue();
        assertThat(set.contains(new Sid("S-1-5-21-1-2-3-501"))).isFalse();
        assertThat(set.contains(new Sid("S-1-5-21-1-2-4-500"))).isFalse();
        assertThat(set.stream()).doesNotHaveDuplicates().hasSize(3);
        assertThat(set).hasToString("3 SIDs").isEqualTo(SidSet.of(set.stream().toList()));
    }
}
