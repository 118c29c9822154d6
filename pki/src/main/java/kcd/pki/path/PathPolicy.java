package kcd.pki.path;

/**
 * What is left to choose about path validation.
 *
 * @param allowMissingExtendedKeyUsage RFC 5280 section 4.2.1.12 reads a missing extension, and anyExtendedKeyUsage, as
 *     "any purpose". By default both are refused here: a certificate meant for logon says so, and one that was issued
 *     for something else by the same CA must not open a mailbox. Switch it on for CAs that never write the extension.
 */
public record PathPolicy(AlgorithmPolicy algorithms, boolean allowMissingExtendedKeyUsage) {
    public static final PathPolicy DEFAULT = new PathPolicy(AlgorithmPolicy.DEFAULT, false);
}
