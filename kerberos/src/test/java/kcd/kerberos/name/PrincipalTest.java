package kcd.kerberos.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalTest {

    @Test
    void reads_a_users_name() {
        Principal alice = Principal.parse("alice@EXAMPLE.COM");

        assertThat(alice.name()).isEqualTo(PrincipalName.principal("alice"));
        assertThat(alice.name().type()).isEqualTo(NameType.PRINCIPAL);
        assertThat(alice.realm()).isEqualTo(new Realm("EXAMPLE.COM"));
    }

    @Test
    void reads_a_services_name() {
        Principal service = Principal.parse("HTTP/mail.example.com@EXAMPLE.COM");

        assertThat(service.name().components()).containsExactly("HTTP", "mail.example.com");
        assertThat(service.name().type()).isEqualTo(NameType.SRV_INST);
    }

    @Test
    void reads_escaped_separators_as_part_of_the_name() {
        Principal odd = Principal.parse("a\\/b\\@c\\\\d/e@EXAMPLE.COM");

        assertThat(odd.name().components()).containsExactly("a/b@c\\d", "e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice@EXAMPLE.COM", "a\\/b@R", "alice\\@corp.example@R", "HTTP/h@R", "\\\\@R", "иван@R"})
    void writes_what_it_reads(String text) {
        assertThat(Principal.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "alice",
                "alice@",
                "@EXAMPLE.COM",
                "a//b@R",
                "/a@R",
                "a/@R",
                "a@b@c",
                "a@B/C",
                "alice\\",
                "alice\\@R",
                "CORP\\alice@R",
                "a\\n@R",
                "a\\0@R",
                "a\0@R",
                "a@R\n",
                "a@R\u0085",
                "a@R\u202e"
            })
    void refuses_what_is_no_principal(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Principal.parse(text));
    }

    @Test
    void says_what_is_wrong_with_a_down_level_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Principal.parse("WORLDWIDE\\SVC_awseg@WORLDWIDE.CORP"))
                .withMessageContaining("not DOMAIN\\NAME");
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "alice@R, ALICE@R, true",
        "alice@R, alice@r, false",
        "alice@R, alice@S, false",
        "иван@R, ИВАН@R, true",
        "straße@R, STRASSE@R, false",
        // Letters that a careless folding takes for i, k and s: another account's name, another account.
        "admın@R, admin@R, false",
        "admın@R, ADMIN@R, false",
        "ADMİN@R, admin@R, false",
        "\u212Aarl@R, karl@R, false",
        "bo\u017Fs@R, boss@R, false"
    })
    void tells_accounts_apart_as_the_directory_does(String a, String b, boolean same) {
        assertThat(Principal.parse(a).sameAccount(Principal.parse(b))).isEqualTo(same);
        assertThat(Principal.parse(b).sameAccount(Principal.parse(a))).isEqualTo(same);
    }

    @Test
    void tells_one_component_with_a_slash_from_two() {
        Realm realm = new Realm("R");
        Principal one = new Principal(PrincipalName.principal("a/b"), realm);
        Principal two = new Principal(new PrincipalName(NameType.SRV_INST, List.of("a", "b")), realm);

        assertThat(one.sameAccount(two)).isFalse();
        assertThat(one).doesNotHaveToString(two.toString());
    }
}
