package kcd.lab.kdc;

import java.util.Optional;
import kcd.kerberos.name.Principal;
import kcd.kerberos.wire.EncTicketPart;
import kcd.kerberos.wire.Ticket;
import kcd.kerberos.wire.TicketFlags;

/// A TGS request's ticket-granting ticket, opened and found good.
///
/// @param client who asks
/// @param replyKey what the reply is encrypted with
/// @param mark whom the ticket is about, if it is a referral of S4U
record TgsHeader(Ticket ticket, EncTicketPart part, Principal client, Mint.ReplyKey replyKey, Optional<S4uMark> mark) {

    boolean issuedBy(String realm) {
        return ticket.realm().value().equals(realm);
    }

    boolean isForwardable() {
        return (part.flags() & TicketFlags.FORWARDABLE) != 0;
    }
}
