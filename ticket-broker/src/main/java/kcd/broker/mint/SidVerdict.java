package kcd.broker.mint;

/** What comparing SIDs showed; metric label and field of the audit log. */
public enum SidVerdict {
    /** Nobody asked: the check is off, or there is no certificate but a caller's word. */
    NOT_CHECKED,
    MATCH,
    /** The account of that name is another one than the certificate was issued to. */
    MISMATCH,
    /** Neither the certificate nor the directory gives a SID. */
    NO_SID,
    /** The domain controller says nothing of the account: no PAC in the evidence, or one without SID. */
    NO_PAC
}
