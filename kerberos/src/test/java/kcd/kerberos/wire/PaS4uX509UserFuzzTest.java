package kcd.kerberos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kcd.kerberos.crypto.Octets;

/** The KDC's word on who the user is. */
class PaS4uX509UserFuzzTest {

    @FuzzTest
    void is_refused_or_comes_back(byte[] bytes) {
        try {
            PaS4uX509User user = PaS4uX509User.decode(Octets.of(bytes));
            assertThat(PaS4uX509User.decode(user.toPaData().value())).isEqualTo(user);
        } catch (MalformedMessageException _) {
            // the one thing that may become of a stranger's bytes
        }
    }
}
