package kcd.kerberos.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.ticket.TicketGrantingTicket;
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

/** The TGS exchange, always under a fresh subkey, its reply verified. RFC 4120 section 3.3. */
final class TgsExchange {
    private final Dialogue dialogue;
    private final Duration lifetime;

    TgsExchange(Dialogue dialogue, Duration lifetime) {
        this.dialogue = dialogue;
        this.lifetime = lifetime;
    }

    TgsAnswer ask(TicketGrantingTicket tgt, TgsCall call) throws KerberosException {
        TrialTime time = new TrialTime(dialogue.clock(), call.realm());
        while (true) {
            EncryptionKey subkey =
                    EncryptionKey.random(tgt.credential().sessionKey().enctype(), dialogue.random());
            KdcRequestBody body = body(call, time.now());
            KdcAnswer answer =
                    dialogue.ask(call.step(), call.what(), call.realm(), request(tgt, call, body, subkey, time.now()));
            switch (answer) {
                case KdcReply reply -> {
                    ReplyCheck check = new ReplyCheck(call.step(), call.what(), call.realm());
                    EncKdcReplyPart part =
                            check.open(reply, body, subkey, KeyUsage.TGS_REP_SUBKEY, time.now(), dialogue.permitted());
                    time.verified();
                    TgsAnswer verified = new TgsAnswer(reply, part, subkey, body.nonce());
                    dialogue.verified(call.step(), call.what(), call.realm(), verified.credential());
                    return verified;
                }
                case KrbError error -> {
                    if (error.errorCode() != ErrorCode.SKEW || !time.take(error.stime())) {
                        throw dialogue.failed(call.step(), call.what(), error, call.server());
                    }
                }
            }
        }
    }

    private KdcRequestBody body(TgsCall call, Instant now) {
        return new KdcRequestBody(
                KdcOptions.FORWARDABLE | KdcOptions.CANONICALIZE | call.options(),
                null,
                call.realm(),
                call.server(),
                now.plus(lifetime),
                null,
                dialogue.nonce(),
                dialogue.permitted().numbers(),
                call.additionalTickets());
    }

    private KdcRequest request(
            TicketGrantingTicket tgt, TgsCall call, KdcRequestBody body, EncryptionKey subkey, Instant now) {
        Credential credential = tgt.credential();
        EncryptionKey session = credential.sessionKey();
        Octets bodyDer = body.encode();
        Authenticator authenticator = new Authenticator(
                credential.client().realm(),
                credential.client().name(),
                Checksum.of(session, KeyUsage.TGS_REQ_CHECKSUM, bodyDer),
                dialogue.micros(),
                now.truncatedTo(ChronoUnit.SECONDS),
                subkey,
                null,
                List.of());
        ApReq apReq = new ApReq(
                0,
                credential.ticket(),
                EncryptedData.of(
                        session, null, KeyUsage.TGS_REQ_AUTHENTICATOR, authenticator.encode(), dialogue.random()));
        List<PaData> padata = new ArrayList<>();
        padata.add(new PaData(PaData.TGS_REQ, apReq.encode()));
        padata.addAll(call.padata().make(session, subkey, body.nonce()));
        return new KdcRequest(KdcRequest.Type.TGS, padata, body, bodyDer);
    }
}
