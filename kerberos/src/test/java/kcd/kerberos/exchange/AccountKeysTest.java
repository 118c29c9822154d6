package kcd.kerberos.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.keytab.Keytab;
import kcd.kerberos.keytab.KeytabEntry;
import kcd.kerberos.keytab.UnusableKey;
import kcd.kerberos.name.Principal;
import org.junit.jupiter.api.Test;

class AccountKeysTest {
    private static final Principal SERVICE = FakeKdc.SERVICE;
    private static final int RC4 = 23;
    private static final EncryptionKey OLD_256 = key(Enctype.AES256_SHA1);
    private static final EncryptionKey OLD_128 = key(Enctype.AES128_SHA1);
    private static final EncryptionKey NEW_128 = key(Enctype.AES128_SHA1);

    @Test
    void authenticates_with_the_newest_version_even_where_an_older_one_is_stronger() {
        // When
        var keys = keys(entry(1, OLD_256), entry(1, OLD_128), entry(2, NEW_128));

        // Then
        assertThat(keys.version()).isEqualTo(2);
        assertThat(keys.enctypes()).containsExactly(Enctype.AES128_SHA1);
        assertThat(keys.authenticationKey(Enctype.AES256_SHA1, null)).isEmpty();
        assertThat(keys.authenticationKey(Enctype.AES128_SHA1, null)).contains(NEW_128);
    }

    @Test
    void still_reads_tickets_under_older_versions() {
        // When
        var keys = keys(entry(1, OLD_256), entry(1, OLD_128), entry(2, NEW_128));

        // Then
        assertThat(keys.ticketKeys(Enctype.AES256_SHA1, 1)).containsExactly(OLD_256);
        assertThat(keys.ticketKeys(Enctype.AES128_SHA1, 1)).containsExactly(OLD_128, NEW_128);
    }

    @Test
    void a_rotation_keeps_one_generation_for_reading() {
        // Given
        var first = keys(entry(1, OLD_256));
        var second = new RotatedKeys(keys(entry(2, OLD_128)), first);

        // When
        var third = new RotatedKeys(keys(entry(3, NEW_128)), second);

        // Then
        assertThat(second.ticketKeys(Enctype.AES256_SHA1, 1)).containsExactly(OLD_256);
        assertThat(third.authenticationKey(Enctype.AES128_SHA1, null)).contains(NEW_128);
        assertThat(third.ticketKeys(Enctype.AES128_SHA1, 2)).containsExactly(NEW_128, OLD_128);
        assertThat(third.ticketKeys(Enctype.AES256_SHA1, 1)).isEmpty();
    }

    @Test
    void an_rc4_key_newer_than_all_aes_ones_is_a_flaw() {
        // Given
        var keytab = new Keytab(List.of(entry(3, OLD_256)), List.of(new UnusableKey(SERVICE, 4, RC4)));

        // When, Then
        assertThatThrownBy(() -> new KeytabKeys(keytab, SERVICE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 4, only a RC4 one");
    }

    @Test
    void rc4_keys_beside_aes_ones_of_their_version_do_no_harm() {
        assertThat(new Keytab(List.of(entry(4, OLD_256)), List.of(new UnusableKey(SERVICE, 4, RC4))).flaw(SERVICE))
                .isEmpty();
    }

    @Test
    void tells_which_refused_types_an_account_has() {
        assertThat(new Keytab(List.of(), List.of(new UnusableKey(SERVICE, 4, RC4), new UnusableKey(SERVICE, 4, 3)))
                        .flaw(SERVICE))
                .hasValueSatisfying(flaw -> assertThat(flaw).startsWith("has only RC4 and DES keys of svc@HOME.TEST"));
    }

    @Test
    void offers_rc4_last_and_only_where_it_is_permitted() {
        // Given
        char[] password = "foo".toCharArray();
        var any = new PasswordKeys(SERVICE, password, PermittedEnctypes.AES_AND_RC4);
        var keytab = keys(entry(4, key(Enctype.RC4_HMAC)), entry(4, key(Enctype.AES128_SHA1)));

        // When, Then
        assertThat(any.enctypes()).hasSize(5).endsWith(Enctype.RC4_HMAC);
        assertThat(any.authenticationKey(Enctype.RC4_HMAC, null)).isPresent();
        assertThat(new PasswordKeys(SERVICE, password).enctypes()).doesNotContain(Enctype.RC4_HMAC);
        assertThat(keytab.enctypes()).containsExactly(Enctype.AES128_SHA1, Enctype.RC4_HMAC);
    }

    private static KeytabKeys keys(KeytabEntry... entries) {
        return new KeytabKeys(new Keytab(List.of(entries), List.of()), SERVICE);
    }

    private static KeytabEntry entry(int version, EncryptionKey key) {
        return new KeytabEntry(SERVICE, version, key);
    }

    private static EncryptionKey key(Enctype enctype) {
        return EncryptionKey.random(enctype, new SecureRandom());
    }
}
