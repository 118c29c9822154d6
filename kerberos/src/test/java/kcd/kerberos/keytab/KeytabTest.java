package kcd.kerberos.keytab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KerberosCrypto;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.name.Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over keytabs that MIT's own tools wrote; see ORIGIN.md beside them. */
class KeytabTest {
    private static final Principal SERVICE = Principal.parse("SVC_awseg@WORLDWIDE.TEST");
    private static final Principal SVC = Principal.parse("svc@EXAMPLE.COM");

    @Test
    void reads_the_keys_that_ktutil_made_of_passwords() throws Exception {
        Keytab keytab = Keytab.parse(file("several.keytab"));

        for (Enctype enctype : PermittedEnctypes.AES_ONLY.all()) {
            KeytabEntry newest = keytab.keys(SERVICE, enctype).getFirst();
            String password = "fixture-" + newest.kvno();
            assertThat(newest.key()).as("%s", enctype).isEqualTo(ofPassword(enctype, password, SERVICE));
        }
    }

    @Test
    void puts_the_newest_version_first_even_past_255() throws Exception {
        Keytab keytab = Keytab.parse(file("several.keytab"));

        assertThat(kvnos(keytab.keys(SERVICE, Enctype.AES256_SHA1))).containsExactly(300, 4, 3);
        assertThat(kvnos(keytab.keys(SERVICE, Enctype.AES128_SHA1))).containsExactly(3);
        assertThat(kvnos(keytab.keys(SERVICE, Enctype.AES256_SHA384))).containsExactly(300);
    }

    @Test
    void puts_the_version_that_a_ticket_names_first() throws Exception {
        Keytab keytab = Keytab.parse(file("several.keytab"));

        assertThat(kvnos(keytab.keys(SERVICE, Enctype.AES256_SHA1, 3))).containsExactly(3, 300, 4);
        assertThat(kvnos(keytab.keys(SERVICE, Enctype.AES256_SHA1, 300))).containsExactly(300, 4, 3);
        assertThat(kvnos(keytab.keys(SERVICE, Enctype.AES256_SHA1, 77))).containsExactly(300, 4, 3);
        assertThat(kvnos(keytab.keys(SERVICE, Enctype.AES256_SHA1, null))).containsExactly(300, 4, 3);
    }

    @Test
    void knows_an_old_keytabs_version_by_its_low_8_bits() throws Exception {
        Keytab keytab = Keytab.parse(file("several.keytab"));

        assertThat(kvnos(keytab.keys(SERVICE, Enctype.AES256_SHA1, 0x104))).startsWith(4);
    }

    @Test
    void counts_keys_that_are_not_aes_and_leaves_them_out() throws Exception {
        assertThat(Keytab.parse(file("several.keytab")).unusable()).hasSize(1);

        Keytab rc4 = Keytab.parse(file("rc4.keytab"));

        assertThat(rc4.unusable()).hasSize(1);
        assertThat(rc4.entries()).isEmpty();
        assertThat(rc4.contains(SVC)).isFalse();
    }

    @Test
    void steps_over_the_hole_a_deleted_entry_left() throws Exception {
        Keytab keytab = Keytab.parse(file("hole.keytab"));

        assertThat(kvnos(keytab.keys(SVC, Enctype.AES256_SHA1))).containsExactly(3, 1);
        assertThat(keytab.keys(SVC, Enctype.AES256_SHA1).getFirst().key())
                .isEqualTo(ofPassword(Enctype.AES256_SHA1, "fixture-3", SVC));
    }

    @Test
    void reads_names_as_utf_8() throws Exception {
        Principal ivan = Principal.parse("иван@EXAMPLE.COM");
        Keytab keytab = Keytab.parse(file("cyrillic.keytab"));

        assertThat(keytab.principals()).containsExactly("иван@EXAMPLE.COM");
        assertThat(keytab.keys(ivan, Enctype.AES256_SHA1).getFirst().key())
                .isEqualTo(ofPassword(Enctype.AES256_SHA1, "fixture-ivan", ivan));
    }

    @Test
    void matches_accounts_without_regard_to_case() throws Exception {
        Keytab keytab = Keytab.parse(file("several.keytab"));

        assertThat(keytab.contains(Principal.parse("svc_AWSEG@WORLDWIDE.TEST"))).isTrue();
        assertThat(keytab.contains(Principal.parse("SVC_awseg@worldwide.test"))).isFalse();
        assertThat(keytab.contains(Principal.parse("http/MAIL.example.com@EXAMPLE.COM")))
                .isTrue();
        assertThat(keytab.principals())
                .containsExactly("HTTP/mail.example.com@EXAMPLE.COM", "SVC_awseg@WORLDWIDE.TEST");
    }

    @Test
    void refuses_a_file_cut_short_anywhere_but_between_entries() throws Exception {
        byte[] whole = file("several.keytab");
        List<Integer> ends = entryEnds(whole);

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            if (ends.contains(length)) {
                assertThat(Keytab.parse(cut).entries()).hasSizeLessThan(7);
            } else {
                assertThatThrownBy(() -> Keytab.parse(cut))
                        .as("%d bytes", length)
                        .isInstanceOf(InvalidKeytabException.class);
            }
        }
    }

    @Test
    void stops_where_the_file_was_never_used() throws Exception {
        byte[] whole = file("hole.keytab");

        Keytab keytab = Keytab.parse(Arrays.copyOf(whole, whole.length + 100));

        assertThat(keytab.entries()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "05", "0501", "0504", "502", "-----BEGIN PRIVATE KEY-----"})
    void refuses_a_file_of_another_kind(String text) {
        assertThatThrownBy(() -> Keytab.parse(text.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(InvalidKeytabException.class)
                .hasMessageNotContaining("PRIVATE");
    }

    @Test
    void refuses_garbage_and_nothing_else_escapes() throws Exception {
        byte[] whole = file("several.keytab");
        Random random = new Random(20261121);
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = whole.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                garbage[2 + random.nextInt(garbage.length - 2)] = (byte) random.nextInt();
            }
            try {
                assertThat(Keytab.parse(garbage).entries()).hasSizeLessThanOrEqualTo(16);
            } catch (InvalidKeytabException expected) {
                assertThat(expected).hasMessageContaining("entr");
            }
        }
    }

    @Test
    void refuses_more_entries_than_any_account_has() {
        ByteArrayOutputStream holes = new ByteArrayOutputStream();
        holes.writeBytes(new byte[] {5, 2});
        for (int i = 0; i <= KeytabReader.MAX_ENTRIES; i++) {
            holes.writeBytes(ByteBuffer.allocate(5).putInt(-1).array());
        }

        assertThatThrownBy(() -> Keytab.parse(holes.toByteArray()))
                .isInstanceOf(InvalidKeytabException.class)
                .hasMessageContaining("more than");
    }

    @Test
    void refuses_an_entry_of_the_most_negative_size() {
        byte[] file = ByteBuffer.allocate(6)
                .putShort((short) 0x502)
                .putInt(Integer.MIN_VALUE)
                .array();

        assertThatThrownBy(() -> Keytab.parse(file)).isInstanceOf(InvalidKeytabException.class);
    }

    @Test
    void refuses_a_file_larger_than_any_keytab() {
        byte[] file = new byte[KeytabReader.MAX_FILE_BYTES + 1];
        file[0] = 5;
        file[1] = 2;

        assertThatThrownBy(() -> Keytab.parse(file)).isInstanceOf(InvalidKeytabException.class);
    }

    @Test
    void shows_no_key() throws Exception {
        Keytab keytab = Keytab.parse(file("hole.keytab"));

        assertThat(keytab.toString()).contains("svc@EXAMPLE.COM", "aes256-cts-hmac-sha1-96 key");
        assertThat(keytab.entries().getFirst())
                .hasToString("KeytabEntry[principal=svc@EXAMPLE.COM, kvno=1," + " key=aes256-cts-hmac-sha1-96 key]");
    }

    private static List<Integer> entryEnds(byte[] file) {
        List<Integer> ends = new ArrayList<>(List.of(2));
        ByteBuffer in = ByteBuffer.wrap(file).position(2);
        while (in.hasRemaining()) {
            int size = Math.abs(in.getInt());
            in.position(in.position() + size);
            ends.add(in.position());
        }
        return ends;
    }

    private static List<Integer> kvnos(List<KeytabEntry> entries) {
        return entries.stream().map(KeytabEntry::kvno).toList();
    }

    private static EncryptionKey ofPassword(Enctype enctype, String password, Principal account) throws Exception {
        String salt = account.realm() + String.join("", account.name().components());
        return KerberosCrypto.stringToKey(
                enctype, password.toCharArray(), salt.getBytes(StandardCharsets.UTF_8), new byte[0]);
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = KeytabTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
