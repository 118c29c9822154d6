package kcd.broker.mint;

/** What is done about a certificate that belongs to another account than the domain found. */
public enum SidCheckMode {
    OFF,
    /** The token is minted, metric and audit log tell. */
    WARN,
    /** It is refused. */
    ENFORCE
}
