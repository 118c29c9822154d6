package kcd.kerberos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kcd.kerberos.crypto.Octets;

/** The header of a TGS request, and what a browser would send. */
class ApReqFuzzTest {

    @FuzzTest
    void is_refused_or_comes_back(byte[] bytes) {
        try {
            ApReq apReq = ApReq.decode(Octets.of(bytes));
            assertThat(ApReq.decode(apReq.encode())).isEqualTo(apReq);
        } catch (MalformedMessageException _) {
            // the one thing that may become of a stranger's bytes
        }
    }
}
