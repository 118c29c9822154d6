package kcd.kerberos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kcd.kerberos.crypto.Octets;

/** METHOD-DATA in an error that nobody authenticated. */
class MethodDataFuzzTest {

    @FuzzTest
    void is_refused_or_comes_back(byte[] bytes) {
        try {
            var list = PaData.decodeMethodData(Octets.of(bytes));
            assertThat(PaData.decodeMethodData(PaData.encodeMethodData(list))).isEqualTo(list);
        } catch (MalformedMessageException _) {
            // the one thing that may become of a stranger's bytes
        }
    }
}
