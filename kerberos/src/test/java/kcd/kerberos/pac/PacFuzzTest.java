package kcd.kerberos.pac;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kcd.kerberos.crypto.CryptoException;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.wire.MalformedMessageException;

/**
 * Fuzz target of the PAC reader; replays its corpus when run as a test, and searches on with JAZZER_FUZZ=1. The
 * signature is left out on the way to the content: a fuzzer would never guess it.
 */
class PacFuzzTest {
    @FuzzTest
    void reads_or_refuses(byte[] bytes) {
        try {
            PacBuffers buffers = PacBuffers.parse(Octets.of(bytes));
            Pac.read(buffers).groups().stream().forEach(Sid::value);
            buffers.isSignedWith(Samples.SAMBA_KEY);
        } catch (MalformedMessageException expected) {
            // the only way out
        }
    }

    @FuzzTest
    void finds_it_in_a_ticket_or_refuses(byte[] bytes) {
        try {
            Pac.of(PacWriter.ticket(Samples.SAMBA_KEY, bytes), Samples.SAMBA_KEY);
        } catch (MalformedMessageException | CryptoException expected) {
            // the only ways out
        }
    }
}
