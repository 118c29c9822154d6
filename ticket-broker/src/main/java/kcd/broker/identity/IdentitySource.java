package kcd.broker.identity;

/** Where a user's name was taken from; for the audit log. */
public enum IdentitySource {
    /** The user principal name in the certificate's subject alternative name. */
    CERTIFICATE_UPN,
    /** The common name of the certificate's subject, where that is switched on. */
    CERTIFICATE_CN,
    /** The account that the directory publishes this very certificate for. */
    DIRECTORY_CERTIFICATE,
    /** The account whose altSecurityIdentities name the certificate. */
    DIRECTORY_MAPPING,
    /** The domain controllers, who were shown the certificate. */
    DOMAIN_CONTROLLER,
    /** The caller's word, for callers that may assert. */
    ASSERTED
}
