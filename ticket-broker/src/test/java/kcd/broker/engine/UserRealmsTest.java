package kcd.broker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import kcd.kerberos.name.NameType;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.pki.name.UserPrincipalName;
import org.junit.jupiter.api.Test;

class UserRealmsTest {
    private static final Realm A = new Realm("A.TEST");
    private static final Realm B = new Realm("B.TEST");

    private final UserRealms realms = new UserRealms(Set.of(A, B), Map.of("corp.example", B), false);

    @Test
    void a_suffix_that_is_a_realm_means_the_whole_name_there_never_an_account_of_that_name() {
        // When
        Principal guess = realms.guess(new UserPrincipalName("john@A.TEST")).orElseThrow();

        // Then
        assertThat(guess.realm()).isEqualTo(A);
        assertThat(guess.name().type()).isEqualTo(NameType.ENTERPRISE);
        assertThat(guess.name().components()).containsExactly("john@a.test");
    }

    @Test
    void a_suffix_that_is_a_realm_means_an_account_only_where_that_is_asked_for() {
        // Given
        UserRealms accounts = new UserRealms(Set.of(A, B), Map.of(), true);

        // When
        Principal guess = accounts.guess(new UserPrincipalName("alice@a.test")).orElseThrow();

        // Then
        assertThat(guess.toString()).isEqualTo("alice@A.TEST");
        assertThat(guess.name().type()).isEqualTo(NameType.PRINCIPAL);
    }

    @Test
    void a_configured_suffix_means_the_whole_name_in_its_realm() {
        // When
        Principal guess =
                realms.guess(new UserPrincipalName("alice@Corp.Example")).orElseThrow();

        // Then
        assertThat(guess.realm()).isEqualTo(B);
        assertThat(guess.name().type()).isEqualTo(NameType.ENTERPRISE);
        assertThat(guess.name().components()).containsExactly("alice@corp.example");
    }

    @Test
    void any_other_suffix_is_for_the_domain_controllers() {
        assertThat(realms.guess(new UserPrincipalName("alice@other.example"))).isEmpty();
    }
}
