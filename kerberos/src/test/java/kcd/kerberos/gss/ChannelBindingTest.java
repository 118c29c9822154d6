package kcd.kerberos.gss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelBindingTest {
    private static final byte[] HASH =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    /** The expected value is of Python's hashlib over the structure of RFC 4121 section 4.1.1.2. */
    @Test
    void is_the_md5_of_the_binding_structure() {
        assertThat(HexFormat.of()
                        .formatHex(ChannelBinding.tlsServerEndPoint(HASH).toArray()))
                .isEqualTo("8f1214c9c9cab8dc3bf866da9aba57a7");
    }

    @Test
    void goes_into_the_checksum_with_flags_and_no_delegation() {
        byte[] checksum = GssChecksum.of(Optional.of(ChannelBinding.tlsServerEndPoint(HASH)))
                .value()
                .toArray();

        assertThat(HexFormat.of().formatHex(checksum))
                .isEqualTo("10000000" + "8f1214c9c9cab8dc3bf866da9aba57a7" + "3c000000");
    }

    @Test
    void is_zeros_in_the_checksum_when_there_is_none() {
        byte[] checksum = GssChecksum.of(Optional.empty()).value().toArray();

        assertThat(HexFormat.of().formatHex(checksum)).isEqualTo("10000000" + "00".repeat(16) + "3c000000");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 19, 65, 1000})
    void refuses_what_no_hash_is_long_or_short_enough_for(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> ChannelBinding.tlsServerEndPoint(new byte[length]));
    }

    @Test
    void differs_from_every_other_certificates() {
        byte[] other = HASH.clone();
        other[31] ^= 1;

        assertThat(ChannelBinding.tlsServerEndPoint(other).toArray())
                .isNotEqualTo(ChannelBinding.tlsServerEndPoint(HASH).toArray());
    }
}
