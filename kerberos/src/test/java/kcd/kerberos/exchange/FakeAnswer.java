package kcd.kerberos.exchange;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.name.Principal;
import kcd.kerberos.wire.EncKdcReplyPart;
import kcd.kerberos.wire.EncTicketPart;
import kcd.kerberos.wire.EncryptedData;
import kcd.kerberos.wire.KdcReply;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.Ticket;
import kcd.kerberos.wire.TicketFlags;
import org.jspecify.annotations.Nullable;

/** A reply in the making, every part of which a test may make wrong. */
final class FakeAnswer {
    private static final SecureRandom RANDOM = new SecureRandom();

    final KdcRequest request;
    KdcRequest.Type type;
    /** The client, as the unprotected part says and as the ticket says. */
    Principal client;

    Principal ticketClient;
    /** The server, as the protected part says and as the ticket's clear part says. */
    Principal server;

    Principal ticketServer;
    EncryptionKey sessionKey;
    EncryptionKey ticketSessionKey;
    EncryptionKey ticketKey;

    @Nullable
    Integer kvno;

    EncryptionKey replyKey;
    int replyUsage;
    long nonce;
    int flags = TicketFlags.FORWARDABLE;
    Instant authTime;

    @Nullable
    Instant startTime;

    Instant endTime;
    final List<PaData> padata = new ArrayList<>();
    final List<PaData> encryptedPaData = new ArrayList<>();

    @Nullable
    Ticket swapped;

    FakeAnswer(
            KdcRequest request,
            Principal client,
            Principal server,
            EncryptionKey ticketKey,
            EncryptionKey replyKey,
            Instant now) {
        this.request = request;
        this.type = request.type();
        this.client = client;
        this.ticketClient = client;
        this.server = server;
        this.ticketServer = server;
        this.sessionKey = EncryptionKey.random(replyKey.enctype(), RANDOM);
        this.ticketSessionKey = sessionKey;
        this.ticketKey = ticketKey;
        this.replyKey = replyKey;
        this.replyUsage = request.type() == KdcRequest.Type.AS ? KeyUsage.AS_REP : KeyUsage.TGS_REP_SUBKEY;
        this.nonce = request.body().nonce();
        this.authTime = now;
        this.endTime = request.body().till();
    }

    Ticket ticket() {
        EncTicketPart inside = new EncTicketPart(
                flags,
                ticketSessionKey,
                ticketClient.realm(),
                ticketClient.name(),
                authTime,
                startTime,
                endTime,
                null,
                List.of());
        return Ticket.of(
                ticketServer.realm(),
                ticketServer.name(),
                EncryptedData.of(ticketKey, kvno, KeyUsage.TICKET, inside.encode(), RANDOM));
    }

    KdcReply build() {
        EncKdcReplyPart part = new EncKdcReplyPart(
                sessionKey,
                nonce,
                flags,
                authTime,
                startTime,
                endTime,
                null,
                server.realm(),
                server.name(),
                encryptedPaData);
        return new KdcReply(
                type,
                padata,
                client.realm(),
                client.name(),
                swapped == null ? ticket() : swapped,
                EncryptedData.of(replyKey, null, replyUsage, part.encode(type), RANDOM));
    }
}
