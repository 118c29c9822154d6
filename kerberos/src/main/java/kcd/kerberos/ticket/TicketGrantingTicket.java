package kcd.kerberos.ticket;

import java.time.Instant;
import kcd.kerberos.name.Realm;

/**
 * The service account's own ticket-granting ticket for a realm: its own, or another one reached over trusts. Holds
 * nothing of any user, so all users share it.
 *
 * @param credential the ticket; its server is {@code krbtgt/REALM}
 */
public record TicketGrantingTicket(Credential credential) {

    public TicketGrantingTicket {
        if (!credential.server().name().isTgs()) {
            throw new IllegalArgumentException(credential.server() + " is no ticket-granting service");
        }
    }

    /** The realm whose KDCs take it. */
    public Realm realm() {
        return credential.server().name().tgsRealm();
    }

    public Instant endTime() {
        return credential.endTime();
    }
}
