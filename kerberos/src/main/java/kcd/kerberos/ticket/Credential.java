package kcd.kerberos.ticket;

import java.time.Instant;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.name.Principal;
import kcd.kerberos.wire.Ticket;
import kcd.kerberos.wire.TicketFlags;

/**
 * A ticket with what its holder needs to use it. Its text shows whose it is and until when, never a key or the ticket.
 *
 * @param ticket the ticket
 * @param client whom it lets in
 * @param server the service it is for
 * @param sessionKey the key shared with that service
 * @param flags {@link TicketFlags}
 * @param startTime when it starts
 * @param endTime when it ends
 */
public record Credential(
        Ticket ticket,
        Principal client,
        Principal server,
        EncryptionKey sessionKey,
        int flags,
        Instant startTime,
        Instant endTime) {

    /** Whether S4U2Proxy with the classic list may build on it. MS-SFU section 3.2.5.1.2. */
    public boolean isForwardable() {
        return (flags & TicketFlags.FORWARDABLE) != 0;
    }

    @Override
    public String toString() {
        return "ticket of " + client + " for " + server + " until " + endTime;
    }
}
