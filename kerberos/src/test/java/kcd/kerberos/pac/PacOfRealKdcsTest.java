package kcd.kerberos.pac;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What real KDCs put into tickets is read as they meant it. */
class PacOfRealKdcsTest {
    private static final String DOMAIN = "S-1-5-21-627369494-1661322659-145863034";
    private static final int DOMAIN_ADMINS = 512;
    private static final int DOMAIN_USERS = 513;
    private static final int DENIED_RODC_REPLICATION = 572;
    private static final int PHONES = 1108;
    private static final int MAILERS = 1109;

    @Test
    void a_user_asked_for_by_upn_is_known_by_sid_names_and_groups() throws Exception {
        // When
        Pac pac = Pac.of(Samples.ticket("samba-alice"), Samples.SAMBA_KEY).orElseThrow();

        // Then
        assertThat(pac.user()).contains(new Sid(DOMAIN + "-1105"));
        assertThat(pac.accountName()).contains("alice");
        assertThat(pac.userPrincipalName()).contains("alice.liddell@corp.example");
        assertThat(pac.names().orElseThrow().dnsDomain()).isEqualTo("PAC.TEST");
        assertThat(pac.names().orElseThrow().constructed()).isFalse();
        assertThat(pac.groups().stream().map(Sid::value))
                .containsExactlyInAnyOrder(
                        DOMAIN + "-" + DOMAIN_ADMINS,
                        DOMAIN + "-" + DOMAIN_USERS,
                        DOMAIN + "-" + DENIED_RODC_REPLICATION,
                        DOMAIN + "-" + PHONES,
                        DOMAIN + "-" + MAILERS,
                        "S-1-18-2");
        assertThat(pac.accountControl().orElseThrow().isSensitive()).isFalse();
    }

    @Test
    void a_user_without_upn_gets_one_made_of_name_and_domain() throws Exception {
        // When
        Pac pac = Pac.of(Samples.ticket("samba-bob"), Samples.SAMBA_KEY).orElseThrow();

        // Then
        assertThat(pac.userPrincipalName()).contains("bob@pac.test");
        assertThat(pac.accountName()).contains("bob");
    }

    @Test
    void a_sensitive_account_is_recognised() throws Exception {
        // When
        Pac pac = Pac.of(Samples.ticket("samba-sensitive"), Samples.SAMBA_KEY).orElseThrow();

        // Then
        assertThat(pac.accountControl().orElseThrow().isSensitive()).isTrue();
        assertThat(pac.accountControl().orElseThrow().isDisabled()).isFalse();
        assertThat(pac.groups().contains(new Sid(DOMAIN + "-" + PHONES))).isTrue();
        assertThat(pac.groups().contains(new Sid(DOMAIN + "-" + MAILERS))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mit-alice", "mit-carol"})
    void a_kdc_that_knows_no_accounts_is_taken_at_its_signature(String sample) throws Exception {
        // When
        Pac pac = Pac.of(Samples.ticket(sample), Samples.MIT_KEY).orElseThrow();

        // Then
        assertThat(pac.user()).isEmpty();
        assertThat(pac.logon()).isEmpty();
        assertThat(pac.groups().size()).isZero();
        assertThat(pac.client().name())
                .isEqualTo(Samples.ticket(sample).cname().components().getFirst());
    }

    @Test
    void its_text_names_the_user_and_no_group() throws Exception {
        // When
        Pac pac = Pac.of(Samples.ticket("samba-alice"), Samples.SAMBA_KEY).orElseThrow();

        // Then
        assertThat(pac).hasToString("PAC of alice.liddell@corp.example (" + DOMAIN + "-1105)");
    }
}
