package kcd.kerberos.exchange;

import kcd.kerberos.failure.Attempt;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.KdcAnswer;

/**
 * Follows the exchanges of an {@link S4uClient} one by one: for explanations, not for decisions. Called on the thread
 * that asked, before the answer is verified.
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
}
