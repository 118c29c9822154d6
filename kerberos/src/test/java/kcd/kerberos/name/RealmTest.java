package kcd.kerberos.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealmTest {

    @Test
    void keeps_its_case() {
        assertThat(new Realm("Example.Com"))
                .isNotEqualTo(new Realm("EXAMPLE.COM"))
                .hasToString("Example.Com");
    }

    @Test
    void is_bounded_in_bytes_not_characters() {
        assertThat(new Realm("A".repeat(255)).value()).hasSize(255);
        assertThatIllegalArgumentException().isThrownBy(() -> new Realm("A".repeat(256)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Realm("Ж".repeat(128)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A/B", "A@B", "A\nB", "A\0", "A\u007f", "A\u009b31m", "A\u2028", "A\u200b", "A\ud800"})
    void refuses_what_could_forge_a_log_line_or_a_principal(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Realm(text));
    }
}
