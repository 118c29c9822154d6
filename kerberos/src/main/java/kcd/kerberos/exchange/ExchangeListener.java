package kcd.kerberos.exchange;

import kcd.kerberos.failure.Attempt;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.wire.KdcAnswer;

/**
 * Follows the exchanges of an {@link S4uClient} one by one: for explanations, not for decisions. Called on the thread
 * that asked.
 */
public interface ExchangeListener {
    /** Nobody listens. */
    ExchangeListener NONE = (step, what, realm, answer) -> {};

    /**
     * A KDC answered.
     *
     * @param step which exchange
     * @param what what it was for
     * @param realm whose KDC
     * @param answer the answer, unverified; a ticket in it is not to be shown
     */
    void answered(Attempt.Step step, String what, Realm realm, KdcAnswer answer);

    /**
     * A ticket came with the last answer, and that much of it is verified: its flags, times and names.
     *
     * @param credential the ticket; neither it nor its key is to be shown
     */
    default void verified(Attempt.Step step, String what, Realm realm, Credential credential) {}
}
