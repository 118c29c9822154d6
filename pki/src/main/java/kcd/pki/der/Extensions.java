package kcd.pki.der;

import java.security.cert.X509Certificate;
import java.util.Optional;

/** The raw value of a certificate extension, unwrapped from its OCTET STRING. RFC 5280 section 4.2. */
public final class Extensions {
    public static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    public static final String KEY_USAGE = "2.5.29.15";
    public static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    public static final String BASIC_CONSTRAINTS = "2.5.29.19";
    public static final String NAME_CONSTRAINTS = "2.5.29.30";
    public static final String CERTIFICATE_POLICIES = "2.5.29.32";
    public static final String POLICY_MAPPINGS = "2.5.29.33";
    public static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    public static final String POLICY_CONSTRAINTS = "2.5.29.36";
    public static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    public static final String INHIBIT_ANY_POLICY = "2.5.29.54";

    private Extensions() {}

    /** A cursor over the extension's value, or empty where the certificate does not carry it. */
    public static Optional<DerCursor> find(X509Certificate certificate, String oid) throws MalformedDerException {
        byte[] wrapped = certificate.getExtensionValue(oid);
        if (wrapped == null) {
            return Optional.empty();
        }
        DerCursor outer = DerCursor.over(wrapped);
        DerCursor value = outer.enter(DerCursor.OCTET_STRING);
        outer.finish();
        return Optional.of(value);
    }
}
