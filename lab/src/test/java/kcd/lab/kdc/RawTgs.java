package kcd.lab.kdc;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.ApReq;
import kcd.kerberos.wire.Authenticator;
import kcd.kerberos.wire.Checksum;
import kcd.kerberos.wire.EncKdcReplyPart;
import kcd.kerberos.wire.EncryptedData;
import kcd.kerberos.wire.KdcAnswer;
import kcd.kerberos.wire.KdcOptions;
import kcd.kerberos.wire.KdcReply;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.KdcRequestBody;
import kcd.kerberos.wire.KrbError;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.Ticket;

/// A client that does what no honest one would: any ticket as header, any ticket as evidence, any user.
final class RawTgs {

    private static final AtomicInteger MICROSECONDS = new AtomicInteger();

    private final LabKdc kdc;
    private final Realm realm;
    private final SecureRandom random = new SecureRandom();

    /// A ticket with its session key.
    record Held(Ticket ticket, EncryptionKey key, Principal client) {}

    RawTgs(LabKdc kdc, String realm) {
        this.kdc = kdc;
        this.realm = new Realm(realm);
    }

    Held ask(Held header, PrincipalName service, PaData... padata) throws Exception {
        return held(header, answer(header, service, List.of(), padata));
    }

    int errorFor(Held header, PrincipalName service, PaData... padata) throws Exception {
        return ((KrbError) answer(header, service, List.of(), padata)).errorCode();
    }

    int errorFor(Held header, PrincipalName service, Ticket evidence, PaData... padata) throws Exception {
        return ((KrbError) answer(header, service, List.of(evidence), padata)).errorCode();
    }

    private KdcAnswer answer(Held header, PrincipalName service, List<Ticket> evidence, PaData... padata)
            throws Exception {
        int proxy = evidence.isEmpty() ? 0 : KdcOptions.CNAME_IN_ADDITIONAL_TICKET;
        KdcRequestBody body = new KdcRequestBody(
                KdcOptions.FORWARDABLE | KdcOptions.CANONICALIZE | proxy,
                null,
                realm,
                service,
                Instant.now().plus(1, ChronoUnit.HOURS),
                null,
                42,
                List.of(Enctype.AES256_SHA1.number()),
                evidence);
        Authenticator authenticator = new Authenticator(
                header.client().realm(),
                header.client().name(),
                Checksum.of(header.key(), KeyUsage.TGS_REQ_CHECKSUM, body.encode()),
                MICROSECONDS.incrementAndGet(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                null,
                null,
                List.of());
        ApReq apReq = new ApReq(
                0,
                header.ticket(),
                EncryptedData.of(header.key(), null, KeyUsage.TGS_REQ_AUTHENTICATOR, authenticator.encode(), random));
        List<PaData> all = new ArrayList<>(List.of(new PaData(PaData.TGS_REQ, apReq.encode())));
        all.addAll(Arrays.asList(padata));
        return KdcAnswer.decode(kdc.answer(new KdcRequest(KdcRequest.Type.TGS, all, body).encode()));
    }

    private static Held held(Held header, KdcAnswer answer) throws Exception {
        if (answer instanceof KrbError error) {
            throw new AssertionError(error.errorCode() + " " + error.etext());
        }
        KdcReply reply = (KdcReply) answer;
        EncKdcReplyPart part =
                EncKdcReplyPart.decode(reply.encPart().decrypt(header.key(), KeyUsage.TGS_REP_SESSION_KEY));
        return new Held(reply.ticket(), part.key(), new Principal(reply.cname(), reply.crealm()));
    }
}
