package kcd.broker.refusal;

/** What a caller should do about a refusal; FailureClass in ticket_broker.proto. */
public enum RefusalClass {
    /** The request itself is at fault; retrying cannot help. */
    REQUEST,
    /** Only a change to this user helps. */
    PERMANENT,
    /** It may work soon. */
    TEMPORARY,
    /** An administrator has to act; no user succeeds until then. */
    CONFIGURATION
}
