package kcd.kerberos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kcd.kerberos.crypto.Octets;

/** Error data is read to explain an error, and must never be another one. */
class KerbErrorDataFuzzTest {

    @FuzzTest
    void holds_a_status_or_none(byte[] bytes) {
        KerbErrorData.ntStatus(Octets.of(bytes))
                .ifPresent(status -> assertThat(status).isBetween(0L, 0xffffffffL));
    }
}
