package kcd.pki.crl;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import kcd.pki.der.MalformedDerException;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;

/**
 * Fuzz targets of the list parser; replay their corpus when run as a test, and search on with JAZZER_FUZZ=1. The signature,
 * which guards the entries from strangers, is left out: a fuzzer would never guess it.
 */
class CrlFuzzTest {

    private static final CrlWorkshop CA = CrlWorkshop.named("Fuzz CA");
    private static final CrlIssuer ISSUER = CA.issuer();
    private static final CrlBounds BOUNDS = new CrlBounds(1 << 20, 10_000);
    private static final int MAX_SERIALS = 200;
    private static final int[] REASONS = {0, 1, 2, 3, 4, 5, 6, 9, 10};

    /** What we take for a list, Bouncy Castle does too, and finds the same serials in it. */
    @FuzzTest
    void reads_what_bouncy_castle_reads_or_refuses(byte[] bytes) throws IOException {
        Crl crl;
        try {
            crl = CrlEntries.read(CrlParser.envelope(ByteBuffer.wrap(bytes), BOUNDS), ISSUER, BOUNDS);
        } catch (RefusedCrlException | MalformedDerException expected) {
            return; // the only ways out
        }
        if (!crl.header().scope().indirect()) {
            assertSameSerials(crl, bytes);
        }
    }

    /** The same serials in, the same verdicts out. */
    @FuzzTest
    void agrees_with_bouncy_castle_on_a_list_that_it_made(byte[] seed) throws Exception {
        byte[] der = generated(ByteBuffer.wrap(seed));
        assertSameSerials(CrlEntries.read(CrlParser.envelope(ByteBuffer.wrap(der), BOUNDS), ISSUER, BOUNDS), der);
    }

    /** Each entry by one octet for its reason, one for its serial's length, and the serial's. */
    private static byte[] generated(ByteBuffer seed) {
        return CA.crl(CrlWorkshop.NOW, CrlWorkshop.NOW.plusSeconds(60), list -> {
            CrlWorkshop.number(list, seed.remaining());
            for (int entries = 0; entries < MAX_SERIALS && seed.remaining() > 2; entries++) {
                int reason = REASONS[(seed.get() & 0xFF) % REASONS.length];
                byte[] serial = new byte[Math.min((seed.get() & 0xFF) % 21, seed.remaining())];
                seed.get(serial);
                list.addCRLEntry(new BigInteger(1, serial), Date.from(CrlWorkshop.NOW), reason);
            }
        });
    }

    private static void assertSameSerials(Crl crl, byte[] der) throws IOException {
        Set<SerialNumber> theirs = new HashSet<>();
        X509CRLHolder oracle = new X509CRLHolder(der);
        for (Object entry : oracle.getRevokedCertificates()) {
            theirs.add(SerialNumber.of(((X509CRLEntryHolder) entry).getSerialNumber()));
        }
        assertThat(crl.revoked().size() + crl.removed().size()).isEqualTo(theirs.size());
        assertThat(theirs)
                .allMatch(serial ->
                        crl.revoked().contains(serial) || crl.removed().contains(serial));
        for (SerialNumber serial : theirs) {
            BigInteger next = new BigInteger(1, serial.octets()).add(BigInteger.ONE);
            assertThat(crl.revoked().contains(SerialNumber.of(next))
                            || crl.removed().contains(SerialNumber.of(next)))
                    .isEqualTo(theirs.contains(SerialNumber.of(next)));
        }
    }
}
