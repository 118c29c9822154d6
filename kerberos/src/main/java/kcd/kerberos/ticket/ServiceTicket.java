package kcd.kerberos.ticket;

import java.time.Instant;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.ServicePrincipalName;

/**
 * What S4U2Proxy returned: a ticket to the target in the user's name.
 *
 * @param target the service asked for
 * @param credential the ticket
 */
public record ServiceTicket(ServicePrincipalName target, Credential credential) {

    public Principal user() {
        return credential.client();
    }

    public Instant endTime() {
        return credential.endTime();
    }
}
