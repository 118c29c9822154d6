package kcd.bench.tokens;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.wire.AuthorizationData;
import kcd.kerberos.wire.EncTicketPart;
import kcd.kerberos.wire.EncryptedData;
import kcd.kerberos.wire.Ticket;

/** A user's ticket to Exchange as a KDC makes it, with a PAC's worth of authorization data. */
public final class SampleTicket {
    public static final String REALM = "WORLDWIDE.EXAMPLE";
    static final String SPN = "HTTP/exch.worldwide.example";
    static final String USER = "alice@" + REALM;

    private static final int PAC_BYTES = 1_500;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SampleTicket() {}

    static ServiceTicket of(Enctype enctype) {
        return of(enctype, USER, SPN);
    }

    /** @param user {@code name@REALM} */
    public static ServiceTicket of(Enctype enctype, String user, String spn) {
        return new ServiceTicket(
                ServicePrincipalName.parse(spn),
                credential(enctype, Principal.parse(user), Principal.parse(spn + "@" + REALM)));
    }

    /** The JDK's initiator wants to see a ticket-granting ticket, though it has no use for it. */
    static Credential ticketGranting(Enctype enctype) {
        return credential(enctype, Principal.parse(USER), Principal.parse("krbtgt/" + REALM + "@" + REALM));
    }

    private static Credential credential(Enctype enctype, Principal client, Principal server) {
        EncryptionKey session = EncryptionKey.random(enctype, RANDOM);
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant end = start.plus(10, ChronoUnit.HOURS);
        EncTicketPart inside = new EncTicketPart(
                0,
                session,
                client.realm(),
                client.name(),
                start,
                start,
                end,
                null,
                List.of(new AuthorizationData(
                        AuthorizationData.IF_RELEVANT,
                        AuthorizationData.encodeList(List.of(
                                new AuthorizationData(AuthorizationData.WIN2K_PAC, Octets.of(new byte[PAC_BYTES])))))));
        Ticket ticket = Ticket.of(
                server.realm(),
                server.name(),
                EncryptedData.of(EncryptionKey.random(enctype, RANDOM), 1, KeyUsage.TICKET, inside.encode(), RANDOM));
        return new Credential(ticket, client, server, session, 0, start, end);
    }
}
