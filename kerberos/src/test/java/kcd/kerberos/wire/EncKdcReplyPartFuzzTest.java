package kcd.kerberos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kcd.kerberos.crypto.Octets;

/** What a trusted realm's KDC encrypts to us is well protected and may yet be hostile. */
class EncKdcReplyPartFuzzTest {

    @FuzzTest
    void is_refused_or_comes_back(byte[] bytes) {
        try {
            EncKdcReplyPart part = EncKdcReplyPart.decode(Octets.of(bytes));
            assertThat(EncKdcReplyPart.decode(part.encode(KdcRequest.Type.TGS))).isEqualTo(part);
            assertThat(part.sname().isTgs() ? part.sname().tgsRealm().value() : "-")
                    .isNotEmpty();
        } catch (MalformedMessageException _) {
            // the one thing that may become of a stranger's bytes
        }
    }
}
