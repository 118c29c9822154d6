package kcd.kerberos.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServicePrincipalNameTest {

    @Test
    void is_asked_for_as_two_components() {
        PrincipalName name = ServicePrincipalName.parse("HTTP/Mail.Example.Com").asName();

        assertThat(name.components()).containsExactly("HTTP", "mail.example.com");
        assertThat(name.type()).isEqualTo(NameType.SRV_INST);
    }

    @Test
    void is_the_same_in_any_case() {
        ServicePrincipalName one = ServicePrincipalName.parse("HTTP/mail.example.com");
        ServicePrincipalName other = ServicePrincipalName.parse("http/MAIL.example.com");

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one).isNotEqualTo(ServicePrincipalName.parse("HTTP/mail2.example.com"));
        assertThat(one).isNotEqualTo(ServicePrincipalName.parse("HOST/mail.example.com"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP",
                "/",
                "HTTP/",
                "/host",
                "HTTP/a/b",
                "HTTP/a@R",
                "HTTP/a b",
                "HTTP/почта",
                "HT\\TP/a",
                "HTTP/a\n",
                "HTTP/a\0"
            })
    void refuses_what_is_no_service_and_host(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ServicePrincipalName.parse(text));
    }

    @Test
    void is_no_longer_than_a_directory_indexes() {
        String longest = "HTTP/" + "a".repeat(ServicePrincipalName.MAX_LENGTH - 5);

        assertThat(ServicePrincipalName.parse(longest)).hasToString(longest);
        assertThatIllegalArgumentException().isThrownBy(() -> ServicePrincipalName.parse(longest + "a"));
    }

    @Test
    void folds_case_as_ascii_whatever_the_locale() {
        assertThat(ServicePrincipalName.parse("HTTP/MAIL.I").host()).isEqualTo("mail.i");
    }
}
