package kcd.kerberos.gss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.gss.AcceptorProof.NotProven;
import kcd.kerberos.gss.AcceptorProof.Proven;
import kcd.kerberos.gss.AcceptorProof.Verdict;
import kcd.kerberos.gss.AcceptorToken.Bare;
import kcd.kerberos.gss.AcceptorToken.NegState;
import kcd.kerberos.gss.AcceptorToken.OtherMechanism;
import kcd.kerberos.gss.AcceptorToken.Proof;
import kcd.kerberos.gss.AcceptorToken.Refusal;
import kcd.kerberos.wire.MalformedMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptorTokenTest {
    /** The time of the token that the captured proof answers. */
    private static final long MICROS = 1795310364049040L;

    private static final EncryptionKey SESSION_KEY = new EncryptionKey(
            Enctype.AES256_SHA1,
            HexFormat.of().parseHex("6b1de146c92d792272f7b766b4b3dfa1b9e335ab86a22b113b4889cd03179fc3"));

    @Test
    void reads_what_a_real_acceptor_says() throws Exception {
        assertThat(AcceptorToken.decode(captured("proof"))).isInstanceOf(Proof.class);
        assertThat(AcceptorToken.decode(captured("completed"))).isEqualTo(new Bare(NegState.ACCEPT_COMPLETED));
        assertThat(AcceptorToken.decode(captured("reject"))).isEqualTo(new Bare(NegState.REJECT));
        assertThat(AcceptorToken.decode(captured("repeat")))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.error().errorCode()).isEqualTo(ErrorCode.REPEAT));
    }

    @Test
    void reads_kerberos_without_spnego_framed_and_bare() throws Exception {
        // Given
        byte[] proof = captured("proof").toArray();
        int framed = 30;
        int bare = framed + 16;

        // Then
        assertThat(AcceptorToken.decode(from(proof, framed)))
                .isEqualTo(AcceptorToken.decode(captured("proof")))
                .isEqualTo(AcceptorToken.decode(from(proof, bare)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4e544c4d5353500002000000", // NTLMSSP, bare
                "a1153013a0030a0101a10c060a2b06010401823702020a", // NegTokenResp: go on with NTLM
                "601e06062b0601050502a0143012a010300e060c2b060104018237020202020a", // NegTokenInit
            })
    void knows_an_offer_of_something_else(String hex) throws Exception {
        assertThat(AcceptorToken.decode(Octets.of(HexFormat.of().parseHex(hex))))
                .isInstanceOf(OtherMechanism.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a107", // half a token
                "a1073005a0030a010200", // a byte too many
                "a1073005a0030a0104", // no such state
                "a1803005a0030a0102", // no definite length
                "a1843fffffff3005a0030a0102", // a length that nothing has
                "600b06092a864886f712010202", // a frame around nothing
                "600d06092a864886f7120102020100", // an AP-REQ, which is ours to send
                "6f00",
                "7e00",
                "00"
            })
    void refuses_what_is_none(String hex) {
        assertThatThrownBy(() -> AcceptorToken.decode(Octets.of(HexFormat.of().parseHex(hex))))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void refuses_a_token_that_no_header_holds() {
        assertThatThrownBy(() -> AcceptorToken.decode(Octets.of(new byte[AcceptorToken.MAX_BYTES + 1])))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> AcceptorToken.decode(Octets.EMPTY)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void no_cut_proof_and_no_touched_one_proves_anything() throws Exception {
        // Given
        byte[] proof = captured("proof").toArray();
        int sealed = 111;

        for (int i = 0; i < proof.length; i++) {
            // When
            byte[] touched = proof.clone();
            touched[i] ^= 1;
            Verdict ofTouched = new AcceptorProof(SESSION_KEY, MICROS).check(Octets.of(touched));
            Verdict ofCut = new AcceptorProof(SESSION_KEY, MICROS).check(Octets.of(Arrays.copyOf(proof, i)));

            // Then: SPNEGO around it is not protected, nor need it be
            assertThat(ofCut).isInstanceOf(NotProven.class);
            if (i >= proof.length - sealed) {
                assertThat(ofTouched).isInstanceOf(NotProven.class);
            }
        }
    }

    @Test
    void a_real_proof_is_one_for_its_own_key_and_time_alone() throws Exception {
        // Given
        Octets proof = captured("proof");
        EncryptionKey another = Tickets.key(Enctype.AES256_SHA1);

        // Then
        assertThat(new AcceptorProof(SESSION_KEY, MICROS).check(proof)).isEqualTo(new Proven());
        assertThat(new AcceptorProof(SESSION_KEY, MICROS + 1).check(proof))
                .isEqualTo(new NotProven("a proof for another request"));
        assertThat(new AcceptorProof(another, MICROS).check(proof))
                .isInstanceOfSatisfying(
                        NotProven.class, no -> assertThat(no.why()).startsWith("not under the session key"));
        assertThat(new AcceptorProof(SESSION_KEY, MICROS).check(captured("completed")))
                .isInstanceOf(NotProven.class);
        assertThat(new AcceptorProof(SESSION_KEY, MICROS).check(captured("repeat")))
                .isInstanceOf(NotProven.class);
    }

    private static Octets from(byte[] bytes, int at) {
        return Octets.of(Arrays.copyOfRange(bytes, at, bytes.length));
    }

    static Octets captured(String name) throws IOException {
        try (var in = AcceptorTokenTest.class.getResourceAsStream(name + ".token")) {
            return Octets.of(in.readAllBytes());
        }
    }
}
