package kcd.kerberos.exchange;

import kcd.kerberos.name.Realm;

/**
 * The way to a realm's KDCs. An implementation finds a controller, sends the request and returns the first answer; an
 * answer is final whatever it says, so that a wrong key is never tried on every controller in turn.
 */
public interface Kdc {
    /**
     * Sends a request and waits for its answer.
     *
     * @param realm whose KDC to ask
     * @param request the encoded request, without transport framing
     * @return the answer, without transport framing
     * @throws KdcUnreachableException if no controller answered within the deadline, or the realm has none
     */
    byte[] exchange(Realm realm, byte[] request) throws KdcUnreachableException;
}
