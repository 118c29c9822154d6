package kcd.broker.ticket;

import kcd.broker.cache.Perishable;
import kcd.broker.cache.TicketCache;
import kcd.broker.mint.RefusedException;
import kcd.pki.name.UserPrincipalName;

/**
 * Service tickets in users' names: from the cache, or by S4U2Self and S4U2Proxy, where the evidence ticket of the first
 * serves all targets of its user.
 */
public final class UserTickets<E extends Perishable> {
    private final TicketSource<E> source;
    private final TicketCache<UserPrincipalName, E> evidence;
    private final TicketCache<ServiceTicketKey, UserTicket> serviceTickets;
    private final RenewalLimit renewals;

    public UserTickets(
            TicketSource<E> source,
            TicketCache<UserPrincipalName, E> evidence,
            TicketCache<ServiceTicketKey, UserTicket> serviceTickets,
            RenewalLimit renewals) {
        this.source = source;
        this.evidence = evidence;
        this.serviceTickets = serviceTickets;
        this.renewals = renewals;
    }

    public UserTicket get(ServiceTicketKey key) throws RefusedException, InterruptedException {
        return serviceTickets.get(key, () -> fetch(key));
    }

    /** As {@link #get}, but not the ticket that the target has just rejected. */
    public UserTicket getAnew(ServiceTicketKey key) throws RefusedException, InterruptedException {
        renewals.admit(key);
        serviceTickets.removeOlderThan(key, RenewalLimit.JUST_FETCHED);
        return get(key);
    }

    /** Drops all tickets of a user. */
    public void forget(UserPrincipalName user) {
        evidence.removeIf(user::equals);
        serviceTickets.removeIf(key -> key.user().equals(user));
    }

    private UserTicket fetch(ServiceTicketKey key) throws RefusedException, InterruptedException {
        E proof = evidence.get(key.user(), () -> source.impersonate(key.user()));
        return source.delegate(proof, key.target());
    }
}
