package kcd.kerberos.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published vectors of RFC 6113 appendix A and RFC 8009 appendix A. */
class PseudoRandomTest {
    private static final HexFormat HEX = HexFormat.of();

    @ParameterizedTest
    @CsvSource({
        "AES128_SHA1, 97df97e4b798b29eb31ed7280287a92a",
        "AES256_SHA1, 4d6ca4e629785c1f01baf55e2e548566b9617ae3a96868c337cb93b5e72b1c7b",
        "RC4_HMAC, 24d7f6b6bae4e5c00d2082c5ebab3672"
    })
    void combines_keys_as_rfc_6113_appendix_a_says(Enctype enctype, String expected) throws Exception {
        EncryptionKey combined =
                PseudoRandom.combine(ofPassword(enctype, "key1"), ofPassword(enctype, "key2"), "a", "b");

        assertThat(combined).isEqualTo(new EncryptionKey(enctype, HEX.parseHex(expected)));
    }

    @ParameterizedTest
    @CsvSource({
        "AES128_SHA256, 3705D96080C17728A0E800EAB6E0D23C,"
                + " 9d188616f63852fe86915bb840b4a886ff3e6bb0f819b49b893393d393854295",
        "AES256_SHA384, 6D404D37FAF79F9DF0D33568D320669800EB4836472EA8A026D16B7182460C52,"
                + " 9801f69a368c2bf675e59521e177d9a07f67efe1cfde8d3c"
                + "8d6f6a0256e3b17db3c1b62ad1b8553360d17367eb1514d2"
    })
    void makes_the_pseudo_random_bytes_that_rfc_8009_appendix_a_says(Enctype enctype, String key, String expected) {
        byte[] made = PseudoRandom.prf(new EncryptionKey(enctype, HEX.parseHex(key)), "test".getBytes(US_ASCII));

        assertThat(HEX.formatHex(made)).isEqualTo(expected);
    }

    @Test
    void takes_the_type_of_the_first_key_when_the_two_differ() throws Exception {
        EncryptionKey small = ofPassword(Enctype.AES128_SHA256, "key1");
        EncryptionKey large = ofPassword(Enctype.AES256_SHA384, "key2");

        assertThat(PseudoRandom.combine(small, large, "a", "b").enctype()).isEqualTo(Enctype.AES128_SHA256);
        assertThat(PseudoRandom.combine(large, small, "a", "b").enctype()).isEqualTo(Enctype.AES256_SHA384);
    }

    private static EncryptionKey ofPassword(Enctype enctype, String text) throws CryptoException {
        return KerberosCrypto.stringToKey(enctype, text.toCharArray(), text.getBytes(US_ASCII), new byte[0]);
    }
}
