package kcd.kerberos.exchange;

import kcd.kerberos.name.Realm;

/** No controller of a realm answered. The message says what happened at each one asked. */
public final class KdcUnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Realm realm;
    private final boolean configured;

    /**
     * Reports a realm out of reach.
     *
     * @param realm the realm
     * @param configured whether it has controllers at all
     * @param message what happened at each controller
     */
    public KdcUnreachableException(Realm realm, boolean configured, String message) {
        super(message);
        this.realm = realm;
        this.configured = configured;
    }

    public Realm realm() {
        return realm;
    }

    /** False if the realm has no controllers in the configuration: waiting will not help. */
    public boolean isConfigured() {
        return configured;
    }
}
