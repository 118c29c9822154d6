package kcd.pki.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserPrincipalNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice@example.com",
                "a@b",
                "first.last+tag@sub.example.com",
                "o'brien@example.com",
                "o\u2019brien@example.com",
                "svc_$x-1@example.com",
                "j\u00fcrgen@b\u00fccher.example",
                "\u0438\u0432\u0430\u043d@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444",
                "\u0438\u0432\u0430\u043d@example.com",
                "\u03b1\u03bd\u03bd\u03b1@example.gr",
                "\u5c71\u7530\u592a\u90ce@example.jp",
                "\u5c71\u7530taro\u3055\u3093@example.jp",
                "\uae40\ucca0\uc218@example.kr",
                "\u0645\u062d\u0645\u062f\u0663@example.sa",
                "user007@example.com"
            })
    void knows_names_of_people(String upn) {
        assertThat(UserPrincipalName.fault(upn)).isEmpty();
        assertThat(new UserPrincipalName(upn).value()).isEqualTo(upn);
    }

    @ParameterizedTest
    @CsvSource({
        "al\u0456ce@example.com, UPN_MIXED_SCRIPT",
        "alice@ex\u0430mple.com, UPN_MIXED_SCRIPT",
        "alic\u03b5@example.com, UPN_MIXED_SCRIPT",
        "\u0430\u03b1@example.com, UPN_MIXED_SCRIPT",
        "alice\u0663@example.com, UPN_MIXED_SCRIPT",
        "\u06451\u0663@example.com, UPN_MIXED_SCRIPT",
        "alice\u2010b@example.com, UPN_FORBIDDEN_CHARACTER",
        "alice\u2215b@example.com, UPN_FORBIDDEN_CHARACTER",
        "alice\u2800@example.com, UPN_FORBIDDEN_CHARACTER",
        "alice\ud83d\ude00@example.com, UPN_FORBIDDEN_CHARACTER",
        "alice\u1160@example.com, UPN_INVISIBLE_CHARACTER",
        "alice\ufe0f@example.com, UPN_INVISIBLE_CHARACTER",
        "alice\u034f@example.com, UPN_INVISIBLE_CHARACTER",
        "alice\ud800@example.com, UPN_INVISIBLE_CHARACTER",
        "\ufb01nn@example.com, UPN_NOT_NORMALISED"
    })
    void knows_what_only_looks_like_one(String upn, IdentityFault fault) {
        assertThat(UserPrincipalName.fault(upn)).contains(fault);
        assertThatThrownBy(() -> new UserPrincipalName(upn))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(fault.name());
    }

    @Test
    void has_a_bound_in_bytes_not_in_characters() {
        assertThat(UserPrincipalName.fault("a".repeat(1022) + "@b")).isEmpty();
        assertThat(UserPrincipalName.fault("a".repeat(1023) + "@b")).contains(IdentityFault.UPN_TOO_LONG);
        assertThat(UserPrincipalName.fault("\u00e4".repeat(512) + "@b")).contains(IdentityFault.UPN_TOO_LONG);
    }

    @Test
    void compares_suffixes_without_case() {
        UserPrincipalName upn = new UserPrincipalName("Alice@EXAMPLE.com");
        assertThat(upn).isEqualTo(new UserPrincipalName("Alice@example.COM"));
        assertThat(upn.user()).isEqualTo("Alice");
        assertThat(upn.suffix()).isEqualTo("example.com");
    }

    @Test
    void answers_on_any_text() {
        Random random = new Random(20261121);
        for (int i = 0; i < 20_000; i++) {
            String text = random.ints(random.nextInt(12), 0, 0x11000)
                    .map(c -> random.nextInt(4) == 0 ? '@' : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            if (UserPrincipalName.fault(text).isEmpty()) {
                UserPrincipalName upn = new UserPrincipalName(text);
                assertThat(new UserPrincipalName(upn.value())).isEqualTo(upn);
            }
        }
    }
}
