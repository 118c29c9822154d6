package kcd.kerberos.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import org.apache.kerby.kerberos.kerb.crypto.CheckSumHandler;
import org.apache.kerby.kerberos.kerb.crypto.EncryptionHandler;
import org.apache.kerby.kerberos.kerb.type.base.CheckSumType;
import org.apache.kerby.kerberos.kerb.type.base.EncryptedData;
import org.apache.kerby.kerberos.kerb.type.base.EncryptionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3962 appendix B and RFC 8009 appendix A, agreement with another implementation, and refusal of what was touched. */
class KerberosCryptoTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String TERIYAKI = "chicken teriyaki";
    private static final String DINNER = "I would like the General Gau's Chicken, please, and wonton soup.";
    private static final EncryptionKey SHA256_KEY =
            new EncryptionKey(Enctype.AES128_SHA256, HEX.parseHex("3705d96080c17728a0e800eab6e0d23c"));
    private static final EncryptionKey SHA384_KEY = new EncryptionKey(
            Enctype.AES256_SHA384, HEX.parseHex("6d404d37faf79f9df0d33568d320669800eb4836472ea8a026d16b7182460c52"));

    @ParameterizedTest(name = "{0} bytes")
    @CsvSource({
        "17, c6353568f2bf8cb4d8a580362da7ff7f97",
        "31, fc00783e0efdb2c1d445d4c8eff7ed2297687268d6ecccc0c07b25e25ecfe5",
        "32, 39312523a78662d5be7fcbcc98ebf5a897687268d6ecccc0c07b25e25ecfe584",
        "47, 97687268d6ecccc0c07b25e25ecfe584b3fffd940c16a18c1b5549d2f838029e39312523a78662d5be7fcbcc98ebf5",
        "48, 97687268d6ecccc0c07b25e25ecfe5849dad8bbb96c4cdc03bc103e1a194bbd839312523a78662d5be7fcbcc98ebf5a8",
        "64, 97687268d6ecccc0c07b25e25ecfe58439312523a78662d5be7fcbcc98ebf5a8"
                + "4807efe836ee89a526730dbc2f7bc8409dad8bbb96c4cdc03bc103e1a194bbd8"
    })
    void steals_ciphertext_as_rfc_3962_appendix_b_says(int length, String expected) {
        byte[] plain = Arrays.copyOf(DINNER.getBytes(US_ASCII), length);

        byte[] cipher = KerberosCrypto.aes(Cipher.ENCRYPT_MODE, TERIYAKI.getBytes(US_ASCII), plain);

        assertThat(HEX.formatHex(cipher)).isEqualTo(expected);
        assertThat(KerberosCrypto.aes(Cipher.DECRYPT_MODE, TERIYAKI.getBytes(US_ASCII), cipher))
                .isEqualTo(plain);
    }

    @ParameterizedTest(name = "{0} with {1} bytes")
    @MethodSource("samplesOfRfc8009")
    void encrypts_and_decrypts_the_samples_of_rfc_8009_appendix_a(
            EncryptionKey key, int length, String confounder, String expected) throws Exception {
        byte[] plain = counting(length);

        assertThat(HEX.formatHex(KerberosCrypto.encrypt(key, 2, plain, new FixedRandom(HEX.parseHex(confounder)))))
                .isEqualTo(expected);
        assertThat(KerberosCrypto.decrypt(key, 2, HEX.parseHex(expected))).isEqualTo(plain);
    }

    static Stream<Arguments> samplesOfRfc8009() {
        return Stream.of(
                Arguments.of(
                        SHA256_KEY,
                        0,
                        "7e5895eaf2672435bad817f545a37148",
                        "ef85fb890bb8472f4dab20394dca781dad877eda39d50c870c0d5a0a8e48c718"),
                Arguments.of(
                        SHA256_KEY,
                        6,
                        "7bca285e2fd4130fb55b1a5c83bc5b24",
                        "84d7f30754ed987bab0bf3506beb09cfb55402cef7e6877ce99e247e52d16ed4421dfdf8976c"),
                Arguments.of(
                        SHA256_KEY,
                        16,
                        "56ab21713ff62c0a1457200f6fa9948f",
                        "3517d640f50ddc8ad3628722b3569d2ae07493fa8263254080ea65c1008e8fc2"
                                + "95fb4852e7d83e1e7c48c37eebe6b0d3"),
                Arguments.of(
                        SHA256_KEY,
                        21,
                        "a7a4e29a4728ce10664fb64e49ad3fac",
                        "720f73b18d9859cd6ccb4346115cd336c70f58edc0c4437c5573544c31c813bc"
                                + "e1e6d072c186b39a413c2f92ca9b8334a287ffcbfc"),
                Arguments.of(
                        SHA384_KEY,
                        0,
                        "f764e9fa15c276478b2c7d0c4e5f58e4",
                        "41f53fa5bfe7026d91faf9be959195a058707273a96a40f0a01960621ac612748b9bbfbe7eb4ce3c"),
                Arguments.of(
                        SHA384_KEY,
                        6,
                        "b80d3251c1f6471494256ffe712d0b9a",
                        "4ed7b37c2bcac8f74f23c1cf07e62bc7b75fb3f637b9f559c7f664f69eab7b6092237526ea0d1f61cb20d69d10f2"),
                Arguments.of(
                        SHA384_KEY,
                        16,
                        "53bf8a0d105265d4e276428624ce5e63",
                        "bc47ffec7998eb91e8115cf8d19dac4bbbe2e163e87dd37f49beca92027764f6"
                                + "8cf51f14d798c2273f35df574d1f932e40c4ff255b36a266"),
                Arguments.of(
                        SHA384_KEY,
                        21,
                        "763e65367e864f02f55153c7e3b58af1",
                        "40013e2df58e8751957d2878bcd2d6fe101ccfd556cb1eae79db3c3ee86429f2"
                                + "b2a602ac86fef6ecb647d6295fae077a1feb517508d2c16b4192e01f62"));
    }

    @Test
    void computes_the_checksums_of_rfc_8009_appendix_a() {
        assertThat(HEX.formatHex(KerberosCrypto.checksum(SHA256_KEY, 2, counting(21))))
                .isEqualTo("d78367186643d67b411cba9139fc1dee");
        assertThat(HEX.formatHex(KerberosCrypto.checksum(SHA384_KEY, 2, counting(21))))
                .isEqualTo("45ee791567eefca37f4ac1e0222de80d43c3bfa06699672a");
    }

    @ParameterizedTest
    @EnumSource(names = {"AES128_SHA1", "AES256_SHA1", "RC4_HMAC"})
    void reads_what_another_implementation_encrypted_and_is_read_by_it(Enctype enctype) throws Exception {
        EncryptionKey key = EncryptionKey.random(enctype, RANDOM);
        var theirKey = theirs(key);
        for (int length : new int[] {1, 15, 16, 17, 31, 32, 33, 1000}) {
            byte[] plain = counting(length);

            byte[] theirCipher = EncryptionHandler.encrypt(
                            plain, theirKey, org.apache.kerby.kerberos.kerb.type.base.KeyUsage.AS_REP_ENCPART)
                    .getCipher();
            EncryptedData ours = new EncryptedData();
            ours.setEType(EncryptionType.fromValue(enctype.number()));
            ours.setCipher(KerberosCrypto.encrypt(key, 3, plain, RANDOM));

            assertThat(KerberosCrypto.decrypt(key, 3, theirCipher)).isEqualTo(plain);
            assertThat(EncryptionHandler.decrypt(
                            ours, theirKey, org.apache.kerby.kerberos.kerb.type.base.KeyUsage.AS_REP_ENCPART))
                    .isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AES128_SHA1", "AES256_SHA1"})
    void agrees_with_another_implementation_about_checksums(Enctype enctype) throws Exception {
        EncryptionKey key = EncryptionKey.random(enctype, RANDOM);
        byte[] data = counting(77);
        var usage = org.apache.kerby.kerberos.kerb.type.base.KeyUsage.TGS_REQ_AUTH_CKSUM;

        byte[] mandatory = CheckSumHandler.checksumWithKey(
                        CheckSumType.fromValue(enctype.checksumType()),
                        data,
                        theirs(key).getKeyData(),
                        usage)
                .getChecksum();

        assertThat(KerberosCrypto.checksum(key, 6, data)).isEqualTo(mandatory);
        assertThat(KerberosCrypto.verify(key, 6, enctype.checksumType(), data, mandatory))
                .isTrue();
    }

    /** RFC 4757 section 4; the expected value is of Python's hmac and hashlib. */
    @Test
    void computes_hmac_md5_under_an_aes_key() {
        EncryptionKey key = new EncryptionKey(Enctype.AES256_SHA1, counting(32));

        byte[] checksum = KerberosCrypto.hmacMd5(key, 17, "alice@EXAMPLE".getBytes(US_ASCII));

        assertThat(HEX.formatHex(checksum)).isEqualTo("78277a52d372a12159657be171764b3a");
        assertThat(KerberosCrypto.verify(
                        key, 17, KerberosCrypto.HMAC_MD5, "alice@EXAMPLE".getBytes(US_ASCII), checksum))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void refuses_every_flipped_bit(Enctype enctype) {
        EncryptionKey key = EncryptionKey.random(enctype, RANDOM);
        byte[] cipher = KerberosCrypto.encrypt(key, 2, counting(21), RANDOM);
        for (int bit = 0; bit < cipher.length * 8; bit++) {
            byte[] touched = cipher.clone();
            touched[bit / 8] ^= (byte) (1 << bit % 8);

            assertThatThrownBy(() -> KerberosCrypto.decrypt(key, 2, touched))
                    .as("bit %d", bit)
                    .isInstanceOf(CryptoException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refuses_every_truncation_and_extension(Enctype enctype) {
        EncryptionKey key = EncryptionKey.random(enctype, RANDOM);
        byte[] cipher = KerberosCrypto.encrypt(key, 2, counting(21), RANDOM);
        IntStream.range(0, cipher.length + 20)
                .filter(length -> length != cipher.length)
                .forEach(length -> assertThatThrownBy(
                                () -> KerberosCrypto.decrypt(key, 2, Arrays.copyOf(cipher, length)))
                        .as("%d bytes", length)
                        .isInstanceOf(CryptoException.class));
    }

    @ParameterizedTest
    @EnumSource
    void refuses_another_key_and_another_usage(Enctype enctype) {
        EncryptionKey key = EncryptionKey.random(enctype, RANDOM);
        byte[] cipher = KerberosCrypto.encrypt(key, 2, counting(21), RANDOM);

        assertThatThrownBy(() -> KerberosCrypto.decrypt(key, 3, cipher)).isInstanceOf(CryptoException.class);
        assertThatThrownBy(() -> KerberosCrypto.decrypt(EncryptionKey.random(enctype, RANDOM), 2, cipher))
                .isInstanceOf(CryptoException.class);
    }

    @ParameterizedTest
    @EnumSource(names = "RC4_HMAC", mode = EnumSource.Mode.EXCLUDE)
    void refuses_a_checksum_that_is_cut_short_or_of_another_type(Enctype enctype) {
        EncryptionKey key = EncryptionKey.random(enctype, RANDOM);
        byte[] data = counting(21);
        byte[] checksum = KerberosCrypto.checksum(key, 6, data);

        assertThat(KerberosCrypto.verify(key, 6, enctype.checksumType(), data, Arrays.copyOf(checksum, 11)))
                .isFalse();
        assertThat(KerberosCrypto.verify(key, 6, enctype.checksumType(), data, new byte[0]))
                .isFalse();
        assertThat(KerberosCrypto.verify(key, 6, 7, data, checksum)).isFalse();
        assertThat(KerberosCrypto.verify(key, 6, KerberosCrypto.HMAC_MD5, data, checksum))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1_000_001, Integer.MAX_VALUE, -1})
    void refuses_an_iteration_count_out_of_bounds(int iterations) {
        byte[] parameters = ByteBuffer.allocate(4).putInt(iterations).array();

        assertThatThrownBy(() -> KerberosCrypto.stringToKey(
                        Enctype.AES256_SHA1, "password".toCharArray(), new byte[] {1}, parameters))
                .isInstanceOf(CryptoException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void refuses_parameters_that_are_no_count(int length) {
        assertThatThrownBy(() -> KerberosCrypto.stringToKey(
                        Enctype.AES256_SHA1, "password".toCharArray(), new byte[] {1}, new byte[length]))
                .isInstanceOf(CryptoException.class);
    }

    @ParameterizedTest
    @EnumSource(names = "RC4_HMAC", mode = EnumSource.Mode.EXCLUDE)
    void refuses_an_empty_salt_as_a_checked_failure(Enctype enctype) {
        assertThatThrownBy(
                        () -> KerberosCrypto.stringToKey(enctype, "password".toCharArray(), new byte[0], new byte[0]))
                .isInstanceOf(CryptoException.class);
    }

    @ParameterizedTest
    @CsvSource({"AES256_SHA1, 4096", "AES128_SHA1, 4096", "AES256_SHA384, 32768", "AES128_SHA256, 32768"})
    void takes_the_default_count_when_the_kdc_names_none(Enctype enctype, int count) throws Exception {
        char[] password = "password".toCharArray();
        byte[] salt = "EXAMPLE.COMalice".getBytes(US_ASCII);

        assertThat(KerberosCrypto.stringToKey(enctype, password, salt, new byte[0]))
                .isEqualTo(KerberosCrypto.stringToKey(
                        enctype,
                        password,
                        salt,
                        ByteBuffer.allocate(4).putInt(count).array()));
    }

    @Test
    void never_shows_a_key() {
        EncryptionKey key = new EncryptionKey(Enctype.AES256_SHA1, counting(32));

        assertThat(key).hasToString("aes256-cts-hmac-sha1-96 key");
        assertThat(Octets.of(key.toArray())).hasToString("32 bytes");
    }

    @Test
    void refuses_a_key_of_another_length() {
        assertThatThrownBy(() -> new EncryptionKey(Enctype.AES256_SHA1, new byte[16]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keeps_no_reference_to_the_callers_bytes() {
        byte[] bytes = counting(32);
        EncryptionKey key = new EncryptionKey(Enctype.AES256_SHA1, bytes);
        Octets octets = Octets.of(bytes);

        bytes[0] = 99;
        key.toArray()[1] = 99;
        octets.toArray()[1] = 99;

        assertThat(key.toArray()).isEqualTo(counting(32));
        assertThat(octets.toArray()).isEqualTo(counting(32));
    }

    @Test
    void knows_aes_and_rc4_and_nothing_else() {
        assertThat(IntStream.range(-200, 200)
                        .filter(n -> Enctype.of(n).isPresent())
                        .toArray())
                .containsExactly(17, 18, 19, 20, 23);
    }

    private static org.apache.kerby.kerberos.kerb.type.base.EncryptionKey theirs(EncryptionKey key) {
        return new org.apache.kerby.kerberos.kerb.type.base.EncryptionKey(
                EncryptionType.fromValue(key.enctype().number()), key.toArray());
    }

    private static byte[] counting(int length) {
        byte[] out = new byte[length];
        for (int i = 0; i < length; i++) {
            out[i] = (byte) i;
        }
        return out;
    }

    /** A source whose every draw is the same bytes. */
    private static final class FixedRandom extends SecureRandom {
        private final byte[] bytes;

        FixedRandom(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] out) {
            System.arraycopy(bytes, 0, out, 0, out.length);
        }
    }
}
