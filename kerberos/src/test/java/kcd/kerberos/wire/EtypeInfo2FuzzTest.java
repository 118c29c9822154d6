package kcd.kerberos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kcd.kerberos.crypto.Octets;

/** ETYPE-INFO2 in an error that nobody authenticated. */
class EtypeInfo2FuzzTest {

    @FuzzTest
    void is_refused_or_comes_back(byte[] bytes) {
        try {
            var list = EtypeInfo2.decode(Octets.of(bytes));
            assertThat(EtypeInfo2.decode(EtypeInfo2.encode(list))).isEqualTo(list);
        } catch (MalformedMessageException _) {
            // the one thing that may become of a stranger's bytes
        }
    }
}
