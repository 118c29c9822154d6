package kcd.broker.identity;

/** Where a user's name was taken from; for the audit log. */
public enum IdentitySource {
    /** The user principal name in the certificate's subject alternative name. */
    CERTIFICATE_UPN,
    /** The common name of the certificate's subject, where that is switched on. */
    CERTIFICATE_CN,
    /** The caller's word, for callers that may assert. */
    ASSERTED
}
