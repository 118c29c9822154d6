package kcd.kerberos.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KerberosCrypto;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.name.NameType;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What real KDCs sent is read to the last field, with the keys of the test bed, and written again as it came. */
class CapturedMessagesTest {
    private static final Realm ROOT = new Realm("WORLDWIDE.TEST");
    private static final Realm AMER = new Realm("AMER.WORLDWIDE.TEST");
    private static final PrincipalName SERVICE = PrincipalName.principal("SVC_awseg");

    @ParameterizedTest
    @MethodSource("answers")
    void writes_an_answer_as_it_came(String name) throws Exception {
        Octets der = Fixtures.read(name);
        KdcAnswer answer = KdcAnswer.decode(der);

        switch (answer) {
            case KdcReply reply -> assertThat(reply.encode()).isEqualTo(der);
            // An error also says when the client asked and who it is, which nobody here needs to know again.
            case KrbError error -> assertThat(KdcAnswer.decode(error.encode())).isEqualTo(error);
        }
    }

    static List<String> answers() {
        return Fixtures.names(".rep.der");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void writes_a_request_as_it_went(String name) throws Exception {
        Octets der = Fixtures.read(name);
        KdcRequest request = KdcRequest.decode(der);

        assertThat(request.encode()).isEqualTo(der);
        assertThat(request.body().encode()).isEqualTo(request.bodyDer());
    }

    static List<String> requests() {
        return Fixtures.names(".req.der");
    }

    @ParameterizedTest
    @CsvSource({
        "authenticate-1, 25, WORLDWIDE.TEST",
        "locate-home-1, 25, WORLDWIDE.TEST",
        "locate-foreign-1, 68, WORLDWIDE.TEST",
        "locate-unknown-1, 6, WORLDWIDE.TEST",
        "self-unknown-1, 6, WORLDWIDE.TEST",
        "self-revoked-1, 18, WORLDWIDE.TEST",
        "proxy-refused-1, 13, WORLDWIDE.TEST",
        "proxy-unknown-1, 7, WORLDWIDE.TEST"
    })
    void reads_an_error(String scene, int code, String realm) throws Exception {
        KrbError error = KrbError.decode(Fixtures.read(scene + ".rep.der"));

        assertThat(error.errorCode()).isEqualTo(code);
        assertThat(error.realm()).isEqualTo(new Realm(realm));
        assertThat(error.stime()).isBetween("2026-11-21T22:06:00Z", "2026-11-21T22:07:00Z");
    }

    @Test
    void reads_which_realm_an_error_refers_to() throws Exception {
        KrbError error = KrbError.decode(Fixtures.read("locate-foreign-1.rep.der"));

        assertThat(error.errorCode()).isEqualTo(ErrorCode.WRONG_REALM);
        assertThat(error.crealm()).isEqualTo(AMER);
    }

    @Test
    void reads_how_the_kdc_makes_a_key_of_the_password() throws Exception {
        KrbError error = KrbError.decode(Fixtures.read("authenticate-1.rep.der"));

        List<EtypeInfo2> infos =
                EtypeInfo2.decode(PaData.find(PaData.decodeMethodData(error.edata()), PaData.ETYPE_INFO2)
                        .orElseThrow());

        assertThat(infos.getFirst().etype()).isEqualTo(18);
        assertThat(infos.getFirst().salt()).isEqualTo("WORLDWIDE.TESTSVC_awseg");
        assertThat(KerbErrorData.ntStatus(error.edata())).isEmpty();
    }

    @Test
    void reads_its_own_proof_of_the_key() throws Exception {
        KdcRequest request = KdcRequest.decode(Fixtures.read("authenticate-2.req.der"));

        EncryptedData proof = PaEncTimestamp.decodeEncrypted(
                PaData.find(request.padata(), PaData.ENC_TIMESTAMP).orElseThrow());
        PaEncTimestamp timestamp = PaEncTimestamp.decode(proof.decrypt(longTermKey(), KeyUsage.AS_REQ_TIMESTAMP));

        assertThat(timestamp.time()).isBetween("2026-11-21T22:06:00Z", "2026-11-21T22:07:00Z");
    }

    @Test
    void opens_the_as_reply_which_mit_tags_as_a_tgs_reply() throws Exception {
        EncKdcReplyPart part = asReplyPart();

        assertThat(part.sname()).isEqualTo(PrincipalName.tgs(ROOT));
        assertThat(part.srealm()).isEqualTo(ROOT);
        assertThat(part.flags() & TicketFlags.FORWARDABLE).isNotZero();
        assertThat(part.flags() & TicketFlags.INITIAL).isNotZero();
        assertThat(part.endTime()).isAfter(part.authTime());
        assertThat(part.nonce())
                .isEqualTo(KdcRequest.decode(Fixtures.read("authenticate-2.req.der"))
                        .body()
                        .nonce());
    }

    @ParameterizedTest
    @CsvSource({"self-home-1, alice, 1", "self-by-upn-1, alice.liddell@corp.example, 10"})
    void opens_an_evidence_ticket_and_the_kdcs_word_on_whose_it_is(String scene, String user, int type)
            throws Exception {
        EncryptionKey session = asReplyPart().key();
        KdcRequest request = KdcRequest.decode(Fixtures.read(scene + ".req.der"));
        KdcReply reply = (KdcReply) KdcAnswer.decode(Fixtures.read(scene + ".rep.der"));
        EncryptionKey subkey = authenticator(request, session).subkey();

        EncKdcReplyPart part = EncKdcReplyPart.decode(reply.encPart().decrypt(subkey, KeyUsage.TGS_REP_SUBKEY));
        EncTicketPart inside = EncTicketPart.decode(reply.ticket().encPart().decrypt(longTermKey(), KeyUsage.TICKET));
        PaS4uX509User word = PaS4uX509User.decode(
                PaData.find(reply.padata(), PaData.S4U_X509_USER).orElseThrow());

        assertThat(inside.key()).isEqualTo(part.key());
        assertThat(inside.cname()).isEqualTo(new PrincipalName(type, List.of(user)));
        assertThat(inside.crealm()).isEqualTo(ROOT);
        assertThat(part.sname()).isEqualTo(SERVICE);
        assertThat(word.nonce()).isEqualTo(request.body().nonce());
        assertThat(word.verify(subkey, KeyUsage.S4U_X509_USER_REPLY)).isTrue();
        assertThat(word.verify(subkey, KeyUsage.S4U_X509_USER_REQUEST)).isFalse();
        assertThat(word.cname()).isEqualTo(inside.cname());
    }

    @Test
    void reads_its_own_s4u2self_request_as_a_kdc_would() throws Exception {
        EncryptionKey session = asReplyPart().key();
        KdcRequest request = KdcRequest.decode(Fixtures.read("self-home-1.req.der"));
        Authenticator authenticator = authenticator(request, session);
        PaForUser forUser =
                PaForUser.decode(PaData.find(request.padata(), PaData.FOR_USER).orElseThrow());
        PaS4uX509User x509 = PaS4uX509User.decode(
                PaData.find(request.padata(), PaData.S4U_X509_USER).orElseThrow());

        assertThat(authenticator.checksum().verify(session, KeyUsage.TGS_REQ_CHECKSUM, request.bodyDer()))
                .isTrue();
        assertThat(forUser.user()).isEqualTo(Principal.parse("alice@WORLDWIDE.TEST"));
        assertThat(forUser.verify(session)).isTrue();
        assertThat(x509.verify(authenticator.subkey(), KeyUsage.S4U_X509_USER_REQUEST))
                .isTrue();
        assertThat(request.body().sname().type()).isEqualTo(NameType.PRINCIPAL);
    }

    @Test
    void reads_the_mark_of_resource_based_delegation_in_a_referral() throws Exception {
        EncryptionKey session = asReplyPart().key();
        KdcRequest request = KdcRequest.decode(Fixtures.read("proxy-foreign-1.req.der"));
        KdcReply reply = (KdcReply) KdcAnswer.decode(Fixtures.read("proxy-foreign-1.rep.der"));
        EncKdcReplyPart part = EncKdcReplyPart.decode(
                reply.encPart().decrypt(authenticator(request, session).subkey(), KeyUsage.TGS_REP_SUBKEY));

        Octets options = PaData.find(part.encryptedPaData(), PaData.PAC_OPTIONS).orElseThrow();

        assertThat(PacOptions.decode(options) & PacOptions.RESOURCE_BASED_DELEGATION)
                .isNotZero();
        assertThat(part.sname().tgsRealm()).isEqualTo(AMER);
        assertThat(request.body().options() & KdcOptions.CNAME_IN_ADDITIONAL_TICKET)
                .isNotZero();
        assertThat(request.body().additionalTickets()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void refuses_an_answer_cut_short_anywhere(String name) {
        byte[] der = Fixtures.read(name).toArray();
        for (int length = 0; length < der.length; length++) {
            Octets cut = Octets.of(Arrays.copyOf(der, length));

            assertThatThrownBy(() -> KdcAnswer.decode(cut)).isInstanceOf(MalformedMessageException.class);
        }
    }

    private static EncKdcReplyPart asReplyPart() throws Exception {
        KdcReply reply = (KdcReply) KdcAnswer.decode(Fixtures.read("authenticate-2.rep.der"));
        return EncKdcReplyPart.decode(reply.encPart().decrypt(longTermKey(), KeyUsage.AS_REP));
    }

    private static Authenticator authenticator(KdcRequest request, EncryptionKey session) throws Exception {
        ApReq apReq = ApReq.decode(PaData.find(request.padata(), PaData.TGS_REQ).orElseThrow());
        return Authenticator.decode(apReq.authenticator().decrypt(session, KeyUsage.TGS_REQ_AUTHENTICATOR));
    }

    private static EncryptionKey longTermKey() throws Exception {
        return KerberosCrypto.stringToKey(
                Enctype.AES256_SHA1,
                "Svc-Passw0rd!".toCharArray(),
                "WORLDWIDE.TESTSVC_awseg".getBytes(UTF_8),
                new byte[0]);
    }
}
