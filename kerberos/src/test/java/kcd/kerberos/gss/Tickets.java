package kcd.kerberos.gss;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.wire.ApReq;
import kcd.kerberos.wire.Authenticator;
import kcd.kerberos.wire.AuthorizationData;
import kcd.kerberos.wire.EncTicketPart;
import kcd.kerberos.wire.EncryptedData;
import kcd.kerberos.wire.Ticket;

/** Service tickets without a KDC, and the service's view of a token. */
final class Tickets {
    static final Principal SERVER = Principal.parse("HTTP/mail.a.example@A.EXAMPLE");

    private static final SecureRandom RANDOM = new SecureRandom();

    private Tickets() {}

    static ServiceTicket forUser(String user, EncryptionKey serviceKey, int ticketPadding) {
        Principal client = Principal.parse(user);
        EncryptionKey session = EncryptionKey.random(serviceKey.enctype(), RANDOM);
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
        EncTicketPart part = new EncTicketPart(
                0,
                session,
                client.realm(),
                client.name(),
                start,
                start,
                start.plusSeconds(36_000),
                null,
                List.of(new AuthorizationData(
                        AuthorizationData.IF_RELEVANT,
                        AuthorizationData.encodeList(
                                List.of(new AuthorizationData(999, Octets.of(new byte[ticketPadding])))))));
        Ticket ticket = Ticket.of(
                SERVER.realm(), SERVER.name(), EncryptedData.of(serviceKey, 1, KeyUsage.TICKET, part.encode(), RANDOM));
        return new ServiceTicket(
                ServicePrincipalName.parse("HTTP/mail.a.example"),
                new Credential(ticket, client, SERVER, session, 0, start, start.plusSeconds(36_000)));
    }

    static EncryptionKey key(Enctype enctype) {
        return EncryptionKey.random(enctype, RANDOM);
    }

    /** Unwraps SPNEGO and the GSS framing, down to the AP-REQ. */
    static ApReq apReq(byte[] token) throws Exception {
        byte[] negTokenInit = last(inside(token, 0x60), 0xa0);
        byte[] mechToken = inside(last(inside(negTokenInit, 0x30), 0xa2), 0x04);
        byte[] framed = inside(mechToken, 0x60);
        int oid = 2 + framed[1];
        if (framed[oid] != 1 || framed[oid + 1] != 0) {
            throw new AssertionError("not an AP-REQ token");
        }
        return ApReq.decode(Octets.of(Arrays.copyOfRange(framed, oid + 2, framed.length)));
    }

    static Authenticator authenticator(byte[] token, EncryptionKey session) throws Exception {
        return Authenticator.decode(apReq(token).authenticator().decrypt(session, KeyUsage.AP_REQ_AUTHENTICATOR));
    }

    /** The value of the one TLV in {@code der}, whose length must be written in the fewest bytes. */
    private static byte[] inside(byte[] der, int tag) {
        int header = header(der, 0);
        if ((der[0] & 0xff) != tag || header + length(der, 0) != der.length) {
            throw new AssertionError("expected one value of tag " + Integer.toHexString(tag));
        }
        return Arrays.copyOfRange(der, header, der.length);
    }

    /** The value of the last of several TLVs. */
    private static byte[] last(byte[] der, int tag) {
        int at = 0;
        while (at + header(der, at) + length(der, at) < der.length) {
            at += header(der, at) + length(der, at);
        }
        return inside(Arrays.copyOfRange(der, at, der.length), tag);
    }

    private static int header(byte[] der, int at) {
        return (der[at + 1] & 0x80) == 0 ? 2 : 2 + (der[at + 1] & 0x7f);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = length << 8 | der[at + 2 + i] & 0xff;
        }
        if (length < 0x80 || (first == 0x82 && length < 0x100)) {
            throw new AssertionError("a length in more bytes than it needs");
        }
        return length;
    }
}
