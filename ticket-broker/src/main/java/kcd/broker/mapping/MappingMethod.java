package kcd.broker.mapping;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A way to map a certificate, by the name it has in {@code kcd.certificate-mapping.sources}. */
public enum MappingMethod {
    /** The account that the certificate is published to. */
    USER_CERTIFICATE,
    /** The account whose altSecurityIdentities name the certificate in one of the strong forms of KB5014754. */
    ALT_SECURITY_IDENTITIES,
    /** The account whose altSecurityIdentities have {@code Kerberos:} and the certificate's user principal name. */
    KERBEROS_NAME,
    /** Whoever the domain controllers say. MS-SFU section 3.1.5.1.1.1. */
    KDC;

    public static Optional<MappingMethod> parse(String name) {
        return Arrays.stream(values()).filter(m -> m.toString().equals(name)).findFirst();
    }

    public boolean asksDirectory() {
        return this != KDC;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
