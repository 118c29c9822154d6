package kcd.broker.ticket;

import kcd.broker.cache.Cacheable;
import kcd.broker.cache.TicketCache;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.user.User;

/**
 * Service tickets in users' names: from the cache, or by S4U2Self and S4U2Proxy, where the evidence ticket of the first
 * serves all targets of its user.
 */
public final class UserTickets<E extends Cacheable> {
    private final TicketSource<E> source;
    private final TicketCache<User, E> evidence;
    private final TicketCache<ServiceTicketKey, UserTicket> serviceTickets;
    private final RenewalLimit renewals;

    public UserTickets(
            TicketSource<E> source,
            TicketCache<User, E> evidence,
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
    public void forget(User user) {
        dropEvidence(user);
        serviceTickets.removeIf(key -> key.user().equals(user));
    }

    private UserTicket fetch(ServiceTicketKey key) throws RefusedException, InterruptedException {
        E proof = evidence.getYoung(key.user(), () -> impersonate(key.user()));
        try {
            return source.delegate(proof, key.target());
        } catch (RefusedException refused) {
            if (accountIsGone(refused)) {
                dropEvidence(key.user());
                serviceTickets.removeIf(other -> other.user().equals(key.user()) && !other.equals(key));
            }
            throw refused;
        }
    }

    private E impersonate(User user) throws RefusedException, InterruptedException {
        try {
            return source.impersonate(user);
        } catch (RefusedException refused) {
            if (accountIsGone(refused)) {
                serviceTickets.removeIf(key -> key.user().equals(user));
            }
            throw refused;
        }
    }

    private void dropEvidence(User user) {
        evidence.peek(user).ifPresent(source::forget);
        evidence.removeIf(user::equals);
    }

    /** Then no ticket of the user may serve on, for whichever target the domain was asked. */
    private static boolean accountIsGone(RefusedException refused) {
        RefusalReason reason = refused.refusal().reason();
        return reason == RefusalReason.USER_REVOKED || reason == RefusalReason.USER_UNKNOWN;
    }
}
