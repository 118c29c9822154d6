package kcd.kerberos.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published vectors of RFC 3961 appendix A.1, RFC 3962 appendix B and RFC 8009 appendix A. */
class KeyDerivationTest {
    private static final HexFormat HEX = HexFormat.of();

    @ParameterizedTest(name = "{1} folded to {0} bits")
    @CsvSource(
            delimiter = '|',
            value = {
                " 64 | 012345                                | be072631276b1955",
                " 56 | password                              | 78a07b6caf85fa",
                " 64 | Rough Consensus, and Running Code     | bb6ed30870b7f0e0",
                "168 | password                              | 59e4a8ca7c0385c3c37b3f6d2000247cb6e6bd5b3e",
                "192 | MASSACHVSETTS INSTITVTE OF TECHNOLOGY | db3b0d8f0b061e603282b308a50841229ad798fab9540c1b",
                "168 | Q                                     | 518a54a215a8452a518a54a215a8452a518a54a215",
                "168 | ba                                    | fb25d531ae8974499f52fd92ea9857c4ba24cf297e",
                " 64 | kerberos                              | 6b65726265726f73",
                "128 | kerberos                              | 6b65726265726f737b9b5b2b93132b93",
                "168 | kerberos                              | 8372c236344e5f1550cd0747e15d62ca7a5a3bcea4",
                "256 | kerberos | 6b65726265726f737b9b5b2b93132b935c9bdcdad95c9899c4cae4dee6d6cae4"
            })
    void folds_as_rfc_3961_appendix_a_1_says(int bits, String input, String expected) {
        assertThat(hex(KeyDerivation.nfold(input.getBytes(US_ASCII), bits / 8))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} iterations of {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1    | password | ATHENA.MIT.EDUraeburn | 42263c6e89f4fc28b8df68ee09799f15"
                        + " | fe697b52bc0d3ce14432ba036a92e65bbb52280990a2fa27883998d72af30161",
                "2    | password | ATHENA.MIT.EDUraeburn | c651bf29e2300ac27fa469d693bdda13"
                        + " | a2e16d16b36069c135d5e9d2e25f896102685618b95914b467c67622225824ff",
                "1200 | password | ATHENA.MIT.EDUraeburn | 4c01cd46d632d01e6dbe230a01ed642a"
                        + " | 55a6ac740ad17b4846941051e1e8b0a7548d93b0ab30a8bc3ff16280382b8c2a",
                "1200 | XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"
                        + " | pass phrase equals block size | 59d1bb789a828b1aa54ef9c2883f69ed"
                        + " | 89adee3608db8bc71f1bfbfe459486b05618b70cbae22092534e56c553ba4b34",
                "1200 | XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"
                        + " | pass phrase exceeds block size | cb8005dc5f90179a7f02104c0018751d"
                        + " | d78c5c9cb872a8c9dad4697f0bb5b2d21496c82beb2caeda2112fceea057401b",
                "50   | \uD834\uDD1E | EXAMPLE.COMpianist | f149c1f2e154a73452d43e7fe62a56e5"
                        + " | 4b6d9839f84406df1f09cc166db4b83c571848b784a3d6bdc346589a3e393f9e"
            })
    void turns_passwords_into_keys_as_rfc_3962_appendix_b_says(
            int iterations, String password, String salt, String aes128, String aes256) throws Exception {
        assertThat(fromPassword(Enctype.AES128_SHA1, password, salt.getBytes(UTF_8), iterations))
                .isEqualTo(aes128);
        assertThat(fromPassword(Enctype.AES256_SHA1, password, salt.getBytes(UTF_8), iterations))
                .isEqualTo(aes256);
    }

    @Test
    void takes_a_salt_that_is_no_text() throws Exception {
        byte[] salt = HEX.parseHex("1234567878563412");

        assertThat(fromPassword(Enctype.AES128_SHA1, "password", salt, 5))
                .isEqualTo("e9b23d52273747dd5c35cb55be619d8e");
        assertThat(fromPassword(Enctype.AES256_SHA1, "password", salt, 5))
                .isEqualTo("97a4e786be20d81a382d5ebc96d5909cabcdadc87ca48f574504159f16c36e31");
    }

    @Test
    void turns_passwords_into_keys_as_rfc_8009_appendix_a_says() throws Exception {
        byte[] salt =
                HEX.parseHex("10df9dd783e5bc8acea1730e74355f61" + hex("ATHENA.MIT.EDUraeburn".getBytes(US_ASCII)));

        assertThat(fromPassword(Enctype.AES128_SHA256, "password", salt, 32768))
                .isEqualTo("089bca48b105ea6ea77ca5d2f39dc5e7");
        assertThat(fromPassword(Enctype.AES256_SHA384, "password", salt, 32768))
                .isEqualTo("45bd806dbf6a833a9cffc1c94589a222367a79bc21c413718906e9f578a78467");
    }

    @Test
    void derives_the_keys_of_rfc_8009_appendix_a_for_aes128() {
        EncryptionKey key = new EncryptionKey(Enctype.AES128_SHA256, HEX.parseHex("3705d96080c17728a0e800eab6e0d23c"));

        assertThat(hex(KeyDerivation.derive(key, 2, KeyDerivation.CHECKSUM)))
                .isEqualTo("b31a018a48f54776f403e9a396325dc3");
        assertThat(hex(KeyDerivation.derive(key, 2, KeyDerivation.ENCRYPT)))
                .isEqualTo("9b197dd1e8c5609d6e67c3e37c62c72e");
        assertThat(hex(KeyDerivation.derive(key, 2, KeyDerivation.INTEGRITY)))
                .isEqualTo("9fda0e56ab2d85e1569a688696c26a6c");
    }

    @Test
    void derives_the_keys_of_rfc_8009_appendix_a_for_aes256() {
        EncryptionKey key = new EncryptionKey(
                Enctype.AES256_SHA384,
                HEX.parseHex("6d404d37faf79f9df0d33568d320669800eb4836472ea8a026d16b7182460c52"));

        assertThat(hex(KeyDerivation.derive(key, 2, KeyDerivation.CHECKSUM)))
                .isEqualTo("ef5718be86cc84963d8bbb5031e9f5c4ba41f28faf69e73d");
        assertThat(hex(KeyDerivation.derive(key, 2, KeyDerivation.ENCRYPT)))
                .isEqualTo("56ab22bee63d82d7bc5227f6773f8ea7a5eb1c825160c38312980c442e5c7e49");
        assertThat(hex(KeyDerivation.derive(key, 2, KeyDerivation.INTEGRITY)))
                .isEqualTo("69b16514e3cd8e56b82010d5c73012b622c4d00ffc23ed1f");
    }

    private static String fromPassword(Enctype enctype, String password, byte[] salt, int iterations) throws Exception {
        return hex(KeyDerivation.fromPassword(enctype, password.toCharArray(), salt, iterations)
                .toArray());
    }

    private static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }
}
