package kcd.kerberos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kcd.kerberos.crypto.Octets;

/** What stands around the armour in replies, and in errors that nobody authenticated. */
class FastArmoredReplyFuzzTest {

    @FuzzTest
    void is_refused_or_comes_back(byte[] bytes) {
        try {
            FastArmoredReply it = FastArmoredReply.decode(Octets.of(bytes));
            assertThat(FastArmoredReply.decode(it.toPaData().value())).isEqualTo(it);
        } catch (MalformedMessageException _) {
            // the one thing that may become of a stranger's bytes
        }
    }
}
