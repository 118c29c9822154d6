package kcd.kerberos.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Rc4Test {
    private static final HexFormat HEX = HexFormat.of();
    private static final EncryptionKey KEY = EncryptionKey.random(Enctype.RC4_HMAC, new SecureRandom());

    /** From MIT krb5, src/lib/crypto/crypto_tests/t_decrypt.c. */
    @ParameterizedTest(name = "usage {1}")
    @CsvSource({
        "'', 0, F81FEC39255F5784E850C4377C88BD85, 02C1EB15586144122EC717763DD348BF00434DDC6585954C",
        "1, 1, 67D1300D281223867F9647FF48721273, 6156E0CC04E0A0874F9FDA008F498A7ADBBC80B70B14DDDBC0",
        "9 bytesss, 2, 3E40AB6093695281B3AC1A9304224D98, "
                + "0F9AD121D99D4A09448E4F1F718C4F5CBE6096262C66F29DF232A87C9F98755D55",
        "13 bytes byte, 3, 4BA2FBF0379FAED87A254D3B353D5A7E, "
                + "612C57568B17A70352BAE8CF26FB9459A6F3353CD35FD439DB3107CBEC765D326DFC04C1DD",
        "30 bytes bytes bytes bytes byt, 4, 68F263DB3FCE15D031C9EAB02D67107A, "
                + "95F9047C3AD75891C2E9B04B16566DC8B6EB9CE4231AFB2542EF87A7B5A0F260"
                + "A99F0460508DE0CECC632D07C354124E46C5D2234EB8"
    })
    void reads_what_mit_encrypted(String plain, int usage, String key, String cipher) throws Exception {
        byte[] opened = KerberosCrypto.decrypt(
                new EncryptionKey(Enctype.RC4_HMAC, HEX.parseHex(key)), usage, HEX.parseHex(cipher));

        assertThat(new String(opened, US_ASCII)).isEqualTo(plain);
    }

    /** The first from MS-NLMP section 4.2.2.1.2, the other from MIT's t_str2key.c. */
    @ParameterizedTest
    @CsvSource({"Password, a4f49c406510bdcab6824ee7c30fd852", "foo, ac8e657f83df82beea5d43bdaf7800cc"})
    void the_key_of_a_password_is_its_nt_hash_whatever_the_salt(String password, String expected) throws Exception {
        EncryptionKey key =
                KerberosCrypto.stringToKey(Enctype.RC4_HMAC, password.toCharArray(), new byte[0], new byte[0]);

        assertThat(HEX.formatHex(key.toArray())).isEqualTo(expected);
    }

    /** As MIT's and Samba's KDCs have it, for all that RFC 4757 says of 9. */
    @Test
    void only_the_usages_that_real_kdcs_renumber_are_renumbered() {
        assertThat(Rc4.messageType(KeyUsage.AS_REP)).isEqualTo(8);
        assertThat(Rc4.messageType(KeyUsage.TGS_REP_SUBKEY)).isEqualTo(9);
        assertThat(Rc4.messageType(23)).isEqualTo(13);
        assertThat(Rc4.messageType(KeyUsage.KERB_NON_KERB_CKSUM)).isEqualTo(17);
    }

    @Test
    void is_not_permitted_unless_asked_for_and_then_comes_last() {
        assertThat(PermittedEnctypes.AES_ONLY.numbers()).containsExactly(18, 17, 20, 19);
        assertThat(PermittedEnctypes.AES_AND_RC4.numbers()).containsExactly(18, 17, 20, 19, 23);
    }
}
