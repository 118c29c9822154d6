package kcd.kerberos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.NameType;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import org.apache.kerby.kerberos.kerb.KrbCodec;
import org.apache.kerby.kerberos.kerb.type.KerberosTime;
import org.apache.kerby.kerberos.kerb.type.ap.ApReq;
import org.apache.kerby.kerberos.kerb.type.base.EncryptionType;
import org.apache.kerby.kerberos.kerb.type.base.KrbError;
import org.apache.kerby.kerberos.kerb.type.kdc.AsReq;
import org.apache.kerby.kerberos.kerb.type.kdc.KdcOption;
import org.apache.kerby.kerberos.kerb.type.kdc.TgsRep;
import org.apache.kerby.kerberos.kerb.type.kdc.TgsReq;
import org.apache.kerby.kerberos.kerb.type.ticket.EncTicketPart;
import org.junit.jupiter.api.Test;

/** Kerby's own message classes, where they are right (ASCII names, its encryption types), read what we write. */
class OtherCodecTest {
    private static final Instant TIME = Instant.parse("2026-11-21T12:34:56Z");
    private static final Realm REALM = new Realm("EXAMPLE.COM");
    private static final PrincipalName HTTP = new PrincipalName(NameType.SRV_INST, List.of("HTTP", "mail.example.com"));
    private static final EncryptedData SEALED = new EncryptedData(18, 300, Octets.of(new byte[] {1, 2, 3}));

    @Test
    void reads_our_as_request() throws Exception {
        KdcRequestBody body = new KdcRequestBody(
                KdcOptions.FORWARDABLE | KdcOptions.CANONICALIZE,
                PrincipalName.principal("svc"),
                REALM,
                PrincipalName.tgs(REALM),
                TIME,
                null,
                0x7fffffffL,
                List.of(18, 17),
                List.of());
        KdcRequest request = new KdcRequest(KdcRequest.Type.AS, List.of(PacOptions.requestPac()), body);

        AsReq read = KrbCodec.decode(request.encode().toArray(), AsReq.class);

        assertThat(read.getReqBody().getCname().getName()).isEqualTo("svc");
        assertThat(read.getReqBody().getSname().getName()).isEqualTo("krbtgt/EXAMPLE.COM");
        assertThat(read.getReqBody().getRealm()).isEqualTo("EXAMPLE.COM");
        assertThat(read.getReqBody().getNonce()).isEqualTo(0x7fffffff);
        assertThat(read.getReqBody().getTill()).isEqualTo(new KerberosTime(TIME.toEpochMilli()));
        assertThat(read.getReqBody().getEtypes())
                .containsExactly(EncryptionType.AES256_CTS_HMAC_SHA1_96, EncryptionType.AES128_CTS_HMAC_SHA1_96);
        assertThat(read.getReqBody().getKdcOptions().isFlagSet(KdcOption.FORWARDABLE))
                .isTrue();
        assertThat(read.getReqBody().getKdcOptions().isFlagSet(KdcOption.CANONICALIZE))
                .isTrue();
        assertThat(read.getReqBody().getKdcOptions().isFlagSet(KdcOption.RENEWABLE))
                .isFalse();
    }

    @Test
    void reads_the_evidence_in_our_captured_tgs_request() throws Exception {
        TgsReq read = KrbCodec.decode(Fixtures.read("proxy-home-1.req.der").toArray(), TgsReq.class);

        assertThat(read.getReqBody().getSname().getName()).isEqualTo("HTTP/exch.worldwide.test");
        assertThat(read.getReqBody().getAdditionalTickets().getElements()).hasSize(1);
        assertThat(read.getPaData().getElements()).hasSize(2);
        ApReq apReq = KrbCodec.decode(read.getPaData().getElements().getFirst().getPaDataValue(), ApReq.class);
        assertThat(apReq.getTicket().getSname().getName()).isEqualTo("krbtgt/WORLDWIDE.TEST");
    }

    @Test
    void reads_our_reply_error_and_ticket() throws Exception {
        Ticket ticket = Ticket.of(REALM, HTTP, SEALED);
        KdcReply reply =
                new KdcReply(KdcRequest.Type.TGS, List.of(), REALM, PrincipalName.principal("alice"), ticket, SEALED);
        kcd.kerberos.wire.KrbError error = new kcd.kerberos.wire.KrbError(
                13, TIME, 123456, null, REALM, HTTP, "no", KerbErrorData.of(0xC0000272L));
        kcd.kerberos.wire.EncTicketPart inside = new kcd.kerberos.wire.EncTicketPart(
                TicketFlags.FORWARDABLE,
                new EncryptionKey(Enctype.AES256_SHA1, new byte[32]),
                REALM,
                PrincipalName.principal("alice"),
                TIME,
                null,
                TIME.plusSeconds(60),
                null,
                List.of());

        TgsRep readReply = KrbCodec.decode(reply.encode().toArray(), TgsRep.class);
        KrbError readError = KrbCodec.decode(error.encode().toArray(), KrbError.class);
        EncTicketPart readInside = KrbCodec.decode(inside.encode().toArray(), EncTicketPart.class);

        assertThat(readReply.getCname().getName()).isEqualTo("alice");
        assertThat(readReply.getTicket().getSname().getName()).isEqualTo("HTTP/mail.example.com");
        assertThat(readReply.getTicket().getEncryptedEncPart().getKvno()).isEqualTo(300);
        assertThat(readReply.getEncryptedEncPart().getCipher()).containsExactly(1, 2, 3);
        assertThat(readError.getErrorCode().getValue()).isEqualTo(13);
        assertThat(readError.getSusec()).isEqualTo(123456);
        assertThat(readError.getEtext()).isEqualTo("no");
        assertThat(readInside.getCname().getName()).isEqualTo("alice");
        assertThat(readInside.getEndTime()).isEqualTo(new KerberosTime(TIME.toEpochMilli() + 60_000));
        assertThat(readInside.getKey().getKeyData()).hasSize(32);
    }
}
