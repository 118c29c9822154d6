package kcd.kerberos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kcd.kerberos.crypto.Octets;

/** The inside of a ticket, with the list of authorization data. */
class EncTicketPartFuzzTest {

    @FuzzTest
    void is_refused_or_comes_back(byte[] bytes) {
        try {
            EncTicketPart part = EncTicketPart.decode(Octets.of(bytes));
            assertThat(EncTicketPart.decode(part.encode())).isEqualTo(part);
        } catch (MalformedMessageException _) {
            // the one thing that may become of a stranger's bytes
        }
    }
}
