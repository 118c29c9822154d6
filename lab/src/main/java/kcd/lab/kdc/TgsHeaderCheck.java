package kcd.lab.kdc;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import kcd.kerberos.crypto.CryptoException;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.ApReq;
import kcd.kerberos.wire.Authenticator;
import kcd.kerberos.wire.Checksum;
import kcd.kerberos.wire.EncTicketPart;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.Ticket;
import kcd.lab.forest.LabForest;

/// Opens the tickets of a TGS request and holds the authenticator to its word. RFC 4120 sections 3.2.3 and 3.3.3.1.
final class TgsHeaderCheck {

    private final LabForest forest;
    private final String realm;
    private final KdcKeys keys;
    private final Clock clock;
    private final ReplayCache replays;

    TgsHeaderCheck(LabForest forest, String realm, KdcKeys keys, Clock clock) {
        this.forest = forest;
        this.realm = realm;
        this.keys = keys;
        this.clock = clock;
        this.replays = new ReplayCache(clock);
    }

    TgsHeader check(KdcRequest request) throws KdcRefusal, MalformedMessageException {
        Octets value = PaData.find(request.padata(), PaData.TGS_REQ)
                .orElseThrow(() -> new KdcRefusal(ErrorCode.POLICY, "no ticket-granting ticket"));
        ApReq apReq = ApReq.decode(value);
        EncTicketPart part = openTgt(apReq.ticket());
        Authenticator authenticator = authenticator(apReq, part);
        Principal client = new Principal(part.cname(), part.crealm());

        if (!new Principal(authenticator.cname(), authenticator.crealm()).equals(client)) {
            throw new KdcRefusal(ErrorCode.BADMATCH, "ticket and authenticator do not match");
        }
        Duration skew = Duration.between(authenticator.ctime(), clock.instant()).abs();
        if (skew.compareTo(AsExchange.MAX_SKEW) > 0) {
            throw new KdcRefusal(ErrorCode.SKEW, "clock skew too great");
        }
        if (!replays.isNew(client, authenticator.ctime(), authenticator.cusec())) {
            throw new KdcRefusal(ErrorCode.REPEAT, "request is a replay");
        }
        Checksum checksum = Optional.ofNullable(authenticator.checksum())
                .orElseThrow(() -> new KdcRefusal(ErrorCode.MODIFIED, "no checksum over the request"));
        if (!checksum.verify(part.key(), KeyUsage.TGS_REQ_CHECKSUM, request.bodyDer())) {
            throw new KdcRefusal(ErrorCode.MODIFIED, "the request does not match its checksum");
        }
        EncryptionKey subkey = authenticator.subkey();
        Mint.ReplyKey replyKey = subkey == null
                ? new Mint.ReplyKey(part.key(), KeyUsage.TGS_REP_SESSION_KEY)
                : new Mint.ReplyKey(subkey, KeyUsage.TGS_REP_SUBKEY);
        return new TgsHeader(apReq.ticket(), part, client, replyKey, S4uMark.find(part.authorizationData()));
    }

    /// A ticket for this realm's ticket-granting service, from here or from a realm that shares a key with us.
    EncTicketPart openTgt(Ticket ticket) throws KdcRefusal, MalformedMessageException {
        if (!ticket.sname().equals(PrincipalName.tgs(new Realm(realm)))) {
            throw new KdcRefusal(ErrorCode.NOT_US, "the ticket is not for this realm's ticket-granting service");
        }
        String issuer = ticket.realm().value();
        if (issuer.equals(realm)) {
            return open(ticket, keys.ticketGranting(realm));
        }
        if (forest.find(issuer).isEmpty() || !forest.trusted(issuer, realm)) {
            throw new KdcRefusal(ErrorCode.NOT_US, "no trust with realm " + issuer);
        }
        return open(ticket, keys.trust(issuer, realm));
    }

    EncTicketPart open(Ticket ticket, EncryptionKey key) throws KdcRefusal, MalformedMessageException {
        EncTicketPart part;
        try {
            part = EncTicketPart.decode(ticket.encPart().decrypt(key, KeyUsage.TICKET));
        } catch (CryptoException e) {
            throw new KdcRefusal(ErrorCode.BAD_INTEGRITY, "the ticket does not open");
        }
        if (part.endTime().isBefore(clock.instant())) {
            throw new KdcRefusal(ErrorCode.TKT_EXPIRED, "the ticket has expired");
        }
        return part;
    }

    private static Authenticator authenticator(ApReq apReq, EncTicketPart part)
            throws KdcRefusal, MalformedMessageException {
        try {
            return Authenticator.decode(apReq.authenticator().decrypt(part.key(), KeyUsage.TGS_REQ_AUTHENTICATOR));
        } catch (CryptoException e) {
            throw new KdcRefusal(ErrorCode.BAD_INTEGRITY, "the authenticator does not open");
        }
    }
}
