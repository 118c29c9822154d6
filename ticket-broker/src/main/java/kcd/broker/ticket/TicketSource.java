package kcd.broker.ticket;

import kcd.broker.cache.Cacheable;
import kcd.broker.refusal.RefusedException;
import kcd.broker.user.User;
import kcd.kerberos.name.ServicePrincipalName;

/**
 * The Kerberos engine, as the broker uses it. Each call asks domain controllers.
 *
 * @param <E> evidence tickets: proof from the user's own domain of who the user is
 */
public interface TicketSource<E extends Cacheable> {
    /** A ticket to ourselves in the user's name. MS-SFU section 3.1.5.1.1, S4U2Self. */
    E impersonate(User user) throws RefusedException, InterruptedException;

    /** A ticket to the target in the user's name. MS-SFU section 3.1.5.1.2, S4U2Proxy. */
    UserTicket delegate(E evidence, ServicePrincipalName target) throws RefusedException, InterruptedException;

    /** This evidence is not used any more; nor is anything that was kept with it. */
    default void forget(E evidence) {}
}
