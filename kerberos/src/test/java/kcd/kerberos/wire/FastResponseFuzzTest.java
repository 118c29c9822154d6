package kcd.kerberos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kcd.kerberos.crypto.Octets;

/** What a KDC encrypts under the armour key is well protected and may yet be hostile. */
class FastResponseFuzzTest {

    @FuzzTest
    void is_refused_or_comes_back(byte[] bytes) {
        try {
            FastResponse it = FastResponse.decode(Octets.of(bytes));
            assertThat(FastResponse.decode(it.encode())).isEqualTo(it);
        } catch (MalformedMessageException _) {
            // the one thing that may become of a stranger's bytes
        }
    }
}
