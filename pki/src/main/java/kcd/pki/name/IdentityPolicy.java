package kcd.pki.name;

/**
 * How identities are read.
 *
 * @param upnFromSubjectCn take the subject CN for the UPN where the SAN has none (SEG: enable.upn.lookup.from.subject.cn).
 *     Off by default: many CAs let the requester choose the CN
 * @param upnRequired whether a certificate without UPN is refused; not so where the directory maps certificates
 * @param issuerRules which CA may assert which UPN suffix
 */
public record IdentityPolicy(boolean upnFromSubjectCn, boolean upnRequired, IssuerRules issuerRules) {
    public static final IdentityPolicy DEFAULT = new IdentityPolicy(false, true, IssuerRules.NONE);
}
