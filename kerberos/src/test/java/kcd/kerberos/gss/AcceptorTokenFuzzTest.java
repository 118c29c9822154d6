package kcd.kerberos.gss;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.gss.AcceptorToken.Bare;
import kcd.kerberos.gss.AcceptorToken.OtherMechanism;
import kcd.kerberos.gss.AcceptorToken.Proof;
import kcd.kerberos.gss.AcceptorToken.Refusal;
import kcd.kerberos.wire.ApRep;
import kcd.kerberos.wire.KrbError;
import kcd.kerberos.wire.MalformedMessageException;

/** A header that an upstream sends, and whoever sits in its place. */
class AcceptorTokenFuzzTest {

    @FuzzTest
    void is_refused_or_understood(byte[] bytes) {
        try {
            switch (AcceptorToken.decode(Octets.of(bytes))) {
                case Proof(var reply) ->
                    assertThat(ApRep.decode(reply.encode())).isEqualTo(reply);
                case Refusal(var error) ->
                    assertThat(KrbError.decode(error.encode())).isEqualTo(error);
                case Bare(var state) -> assertThat(state).isNotNull();
                case OtherMechanism(var name) -> assertThat(name).hasSizeLessThan(100);
            }
        } catch (MalformedMessageException _) {
            // the one thing that may become of a stranger's bytes
        }
    }
}
