package kcd.kerberos.ticket;

import java.time.Instant;
import java.util.Optional;
import kcd.kerberos.name.Principal;
import kcd.kerberos.pac.Pac;

/**
 * What S4U2Self returned: a ticket to the service account itself in a user's name. MS-SFU section 3.2.5.1. The client
 * name was read inside the ticket, under the service account's own key.
 *
 * @param credential the ticket; its client is the user as Kerberos names it
 * @param pac who the user is in the directory, verified; KDCs other than a domain controller's may send none
 */
public record EvidenceTicket(Credential credential, Optional<Pac> pac) {

    /** Evidence of a KDC that sends no PAC. */
    public EvidenceTicket(Credential credential) {
        this(credential, Optional.empty());
    }

    public Principal user() {
        return credential.client();
    }

    /** Not so for sensitive users, Protected Users, and services without protocol transition. */
    public boolean isForwardable() {
        return credential.isForwardable();
    }

    public Instant endTime() {
        return credential.endTime();
    }
}
