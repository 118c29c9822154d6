package kcd.kerberos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kcd.kerberos.crypto.Octets;

/** Whatever a network sends for a KDC's answer is refused as malformed, or read, and then written so that it reads the same. */
class KdcAnswerFuzzTest {

    @FuzzTest
    void is_refused_or_comes_back(byte[] bytes) {
        try {
            KdcAnswer answer = KdcAnswer.decode(Octets.of(bytes));
            assertThat(KdcAnswer.decode(answer.encode())).isEqualTo(answer);
        } catch (MalformedMessageException _) {
            // the one thing that may become of a stranger's bytes
        }
    }
}
