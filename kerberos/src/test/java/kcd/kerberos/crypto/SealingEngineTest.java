package kcd.kerberos.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealingEngineTest {
    private static final int USAGE = KeyUsage.AP_REQ_AUTHENTICATOR;
    private static final int OFFSET = 5;

    private final SecureRandom random = new SecureRandom();

    @ParameterizedTest
    @EnumSource(Enctype.class)
    void what_it_seals_the_plain_way_opens(Enctype enctype) throws Exception {
        EncryptionKey key = EncryptionKey.random(enctype, random);
        SealingKey sealing = SealingKey.of(key, USAGE);
        SealingEngine engine = new SealingEngine(random);
        for (int length = 1; length < 70; length++) {
            // Given
            byte[] plain = new byte[length];
            random.nextBytes(plain);
            byte[] buffer = new byte[OFFSET + sealing.sealedLength(length)];
            System.arraycopy(plain, 0, buffer, OFFSET + sealing.plainOffset(), length);

            // When
            engine.seal(sealing, buffer, OFFSET, length);

            // Then
            byte[] sealed = Arrays.copyOfRange(buffer, OFFSET, buffer.length);
            assertThat(KerberosCrypto.decrypt(key, USAGE, sealed)).isEqualTo(plain);
            assertThat(Arrays.copyOf(buffer, OFFSET)).containsOnly(0);
        }
    }

    @Test
    void changes_keys_and_types_from_one_message_to_the_next() throws Exception {
        SealingEngine engine = new SealingEngine(random);
        for (int round = 0; round < 20; round++) {
            for (Enctype enctype : Enctype.values()) {
                // Given
                EncryptionKey key = EncryptionKey.random(enctype, random);
                byte[] buffer = new byte[SealingKey.of(key, USAGE).sealedLength(40)];

                // When
                engine.seal(SealingKey.of(key, USAGE), buffer, 0, 40);

                // Then
                assertThat(KerberosCrypto.decrypt(key, USAGE, buffer)).containsOnly(0);
            }
        }
    }

    @Test
    void never_uses_a_confounder_twice() {
        // Given: more messages than a stock of random bytes lasts for
        SealingKey key = SealingKey.of(EncryptionKey.random(Enctype.AES128_SHA1, random), USAGE);
        SealingEngine engine = new SealingEngine(random);

        // When
        Set<String> sealed = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            byte[] buffer = new byte[key.sealedLength(16)];
            engine.seal(key, buffer, 0, 16);
            sealed.add(Arrays.toString(buffer));
        }

        // Then
        assertThat(sealed).hasSize(2_000);
    }

    @Test
    void its_key_keeps_quiet_about_itself() {
        assertThat(SealingKey.of(EncryptionKey.random(Enctype.AES128_SHA1, random), USAGE))
                .hasToString("aes128-cts-hmac-sha1-96 sealing key");
    }
}
