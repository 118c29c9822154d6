package kcd.kerberos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kcd.kerberos.crypto.Octets;

/** Requests are read by the KDCs of the lab. */
class KdcRequestFuzzTest {

    @FuzzTest
    void is_refused_or_comes_back(byte[] bytes) {
        try {
            KdcRequest request = KdcRequest.decode(Octets.of(bytes));
            assertThat(KdcRequest.decode(request.encode())).isEqualTo(request);
            request.body().encode();
        } catch (MalformedMessageException _) {
            // the one thing that may become of a stranger's bytes
        }
    }
}
