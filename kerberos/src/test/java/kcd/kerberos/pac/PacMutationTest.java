package kcd.kerberos.pac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.wire.MalformedMessageException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of a PAC's bytes, it is read or it is malformed; nothing else comes out. */
class PacMutationTest {
    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_damaged_pac_never_does_more_than_be_refused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] seeds = {Samples.pac("samba-alice"), Samples.pac("samba-sensitive"), Samples.pac("mit-carol"), rich()};
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            // Given
            byte[] damaged = damage(seeds[random.nextInt(seeds.length)], random);

            // When
            try {
                Pac.read(PacBuffers.parse(Octets.of(damaged)));
            } catch (MalformedMessageException e) {
                refused++;
            }
        }

        // Then: both happen, or the mutations would test nothing
        assertThat(refused).isBetween(ROUNDS / 10, ROUNDS * 99 / 100);
    }

    private static byte[] damage(byte[] seed, SplittableRandom random) {
        byte[] out = random.nextInt(8) == 0 ? Arrays.copyOf(seed, random.nextInt(seed.length)) : seed.clone();
        for (int i = random.nextInt(4); i >= 0 && out.length > 0; i--) {
            int at = random.nextInt(out.length);
            switch (random.nextInt(4)) {
                case 0 -> out[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> out[at] = (byte) random.nextInt(256);
                case 2 -> out[at] = (byte) 0xff;
                default -> Arrays.fill(out, at, Math.min(out.length, at + 4), (byte) random.nextInt(256));
            }
        }
        return out;
    }

    /** Every buffer the reader knows. */
    private static byte[] rich() {
        PacWriter.Logon logon = new PacWriter.Logon();
        logon.groupIds = new int[] {1, 2, 3};
        logon.userFlags = 0x220;
        logon.extraSids = new String[] {"S-1-18-2"};
        logon.resourceDomain = "S-1-5-21-4-5-6";
        logon.resourceIds = new int[] {2000};
        return PacWriter.pac()
                .add(PacBuffers.LOGON_INFO, logon.write())
                .add(
                        PacBuffers.UPN_DNS_INFO,
                        PacWriter.upnDnsInfo("alice@a.example", "A.EXAMPLE", "alice", "S-1-5-21-1-2-3-1105"))
                .add(PacBuffers.ATTRIBUTES_INFO, PacWriter.attributes(1))
                .add(PacBuffers.REQUESTOR, PacWriter.sid("S-1-5-21-1-2-3-1105"))
                .add(PacBuffers.DELEGATION_INFO, PacWriter.delegationInfo("HTTP/mail", "svc@A.EXAMPLE"))
                .assemble();
    }
}
