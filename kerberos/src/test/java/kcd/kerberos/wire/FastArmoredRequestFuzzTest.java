package kcd.kerberos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kcd.kerberos.crypto.Octets;

/** What a KDC gets, with the armour in it. */
class FastArmoredRequestFuzzTest {

    @FuzzTest
    void is_refused_or_comes_back(byte[] bytes) {
        try {
            FastArmoredRequest it = FastArmoredRequest.decode(Octets.of(bytes));
            assertThat(FastArmoredRequest.decode(it.toPaData().value())).isEqualTo(it);
        } catch (MalformedMessageException _) {
            // the one thing that may become of a stranger's bytes
        }
    }
}
