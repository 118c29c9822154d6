package kcd.kerberos.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalNameTest {

    @Test
    void compares_components_and_not_the_type() {
        PrincipalName instance = new PrincipalName(NameType.SRV_INST, List.of("HTTP", "h"));
        PrincipalName host = new PrincipalName(NameType.SRV_HST, List.of("HTTP", "h"));

        assertThat(instance).isEqualTo(host).hasSameHashCodeAs(host);
        assertThat(instance).isNotEqualTo(new PrincipalName(NameType.SRV_INST, List.of("http", "h")));
    }

    @Test
    void names_the_ticket_granting_service_of_a_realm() {
        PrincipalName tgs = PrincipalName.tgs(new Realm("EXAMPLE.COM"));

        assertThat(tgs.isTgs()).isTrue();
        assertThat(tgs.tgsRealm()).isEqualTo(new Realm("EXAMPLE.COM"));
        assertThat(tgs).hasToString("krbtgt/EXAMPLE.COM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a@b", "a\nb", "\u202eMOC", "a\u0085"})
    void takes_no_name_for_a_ticket_granting_service_whose_realm_is_none(String realm) {
        PrincipalName hostile = new PrincipalName(NameType.SRV_INST, List.of("krbtgt", realm));

        assertThat(hostile.isTgs()).isFalse();
        assertThatIllegalStateException().isThrownBy(hostile::tgsRealm);
    }

    @Test
    void takes_a_name_of_other_length_for_no_ticket_granting_service() {
        assertThat(PrincipalName.principal("krbtgt").isTgs()).isFalse();
        assertThat(new PrincipalName(NameType.SRV_INST, List.of("krbtgt", "A", "B")).isTgs())
                .isFalse();
    }

    @Test
    void bounds_the_number_and_length_of_components() {
        int max = PrincipalName.MAX_COMPONENTS;
        List<String> most = Collections.nCopies(max, "a".repeat(PrincipalName.MAX_COMPONENT_LENGTH));
        List<String> tooMany = Collections.nCopies(max + 1, "a");
        List<String> tooLong = List.of("a".repeat(PrincipalName.MAX_COMPONENT_LENGTH + 1));

        assertThat(new PrincipalName(NameType.PRINCIPAL, most).components()).hasSize(max);
        assertThatIllegalArgumentException().isThrownBy(() -> new PrincipalName(NameType.PRINCIPAL, tooMany));
        assertThatIllegalArgumentException().isThrownBy(() -> new PrincipalName(NameType.PRINCIPAL, tooLong));
        assertThatIllegalArgumentException().isThrownBy(() -> new PrincipalName(NameType.PRINCIPAL, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice\0@corp", "\0", "a\ud800", "\udc00b"})
    void refuses_what_would_be_another_name_on_the_wire(String component) {
        assertThatIllegalArgumentException().isThrownBy(() -> PrincipalName.enterprise(component));
    }

    @Test
    void takes_any_other_text() {
        assertThat(PrincipalName.enterprise("Иван.Петров@корп.example").components())
                .containsExactly("Иван.Петров@корп.example");
        assertThat(PrincipalName.principal("\ud834\udd1e")).hasToString("\ud834\udd1e");
    }
}
