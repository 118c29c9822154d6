package kcd.pki.der;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerCursorTest {
    @Test
    void walks_a_sequence() throws MalformedDerException {
        DerCursor outer = cursor("3006 0401AA 0C0142");
        DerCursor inner = outer.enter(DerCursor.SEQUENCE);
        outer.finish();
        assertThat(inner.content(DerCursor.OCTET_STRING)).containsExactly(0xAA);
        assertThat(inner.peekTag()).isEqualTo(DerCursor.UTF8_STRING);
        assertThat(inner.element()).containsExactly(0x0C, 0x01, 0x42);
        inner.finish();
    }

    @Test
    void reads_long_lengths() throws MalformedDerException {
        byte[] der = new byte[3 + 200];
        der[0] = DerCursor.OCTET_STRING;
        der[1] = (byte) 0x81;
        der[2] = (byte) 200;
        assertThat(DerCursor.over(der).content(DerCursor.OCTET_STRING)).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "04", // no length
                "0402AA", // too short
                "0480AA0000", // indefinite
                "048101AA", // long form of a short length
                "04820001AA", // leading zero
                "0484FFFFFFFF", // more than memory
                "1F8101AA", // tag number above 30
                "0501AA", // another tag
                "0401AA00" // something after it
            })
    void refuses_what_is_not_one_der_octet_string(String hex) {
        assertThatThrownBy(() -> {
                    DerCursor cursor = cursor(hex);
                    cursor.content(DerCursor.OCTET_STRING);
                    cursor.finish();
                })
                .isInstanceOf(MalformedDerException.class);
    }

    @Test
    void does_not_see_later_changes_of_the_array() throws MalformedDerException {
        byte[] der = {4, 1, 7};
        DerCursor cursor = DerCursor.over(der);
        der[2] = 8;
        assertThat(cursor.content(DerCursor.OCTET_STRING)).containsExactly(7);
    }

    @Test
    void ends_on_any_input() {
        Random random = new Random(20261121);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            assertThat(elements(bytes)).isLessThanOrEqualTo(bytes.length);
        }
    }

    @Test
    void takes_deep_nesting_one_level_at_a_time() throws MalformedDerException {
        byte[] nested = new byte[60_000];
        Arrays.fill(nested, (byte) 0x30);
        // 30 30 is a sequence of 48 octets: whatever it claims, entering costs one step.
        assertThat(DerCursor.over(nested).enter(DerCursor.SEQUENCE).hasMore()).isTrue();
    }

    private static int elements(byte[] bytes) {
        DerCursor cursor = DerCursor.over(bytes);
        int count = 0;
        try {
            while (cursor.hasMore()) {
                cursor.skip();
                count++;
            }
        } catch (MalformedDerException _) {
            // The expected end of random bytes.
        }
        return count;
    }

    private static DerCursor cursor(String hex) {
        return DerCursor.over(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
