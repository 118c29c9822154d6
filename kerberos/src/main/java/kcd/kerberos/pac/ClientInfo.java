package kcd.kerberos.pac;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.EncTicketPart;
import kcd.kerberos.wire.MalformedMessageException;

/**
 * Which ticket the PAC belongs to: PAC_CLIENT_INFO. MS-PAC section 2.7.
 *
 * @param authTime when the client first authenticated
 * @param name the client's name
 */
public record ClientInfo(Instant authTime, String name) {

    static ClientInfo read(PacCursor in) throws MalformedMessageException {
        Instant authTime = in.fileTime();
        int length = in.u16();
        return new ClientInfo(authTime, in.text(length));
    }

    /** Whether time and name are the ticket's; across realms the name may carry the realm. */
    boolean belongsTo(EncTicketPart ticket) {
        return authTime.equals(ticket.authTime().truncatedTo(ChronoUnit.SECONDS))
                && names(ticket.cname(), ticket.crealm());
    }

    private boolean names(PrincipalName client, Realm realm) {
        String plain = String.join("/", client.components());
        return name.equalsIgnoreCase(plain) || name.equalsIgnoreCase(plain + "@" + realm);
    }
}
