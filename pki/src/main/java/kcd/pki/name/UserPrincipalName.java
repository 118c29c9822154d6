package kcd.pki.name;

import java.util.Locale;
import java.util.Optional;

/**
 * A user principal name, {@code user@suffix}: the suffix need not be a realm. [MS-ADTS] section 5.1.1.1.1.
 *
 * <p>The suffix is kept in lower case, as it is compared so everywhere; the user part stays as written.
 */
public record UserPrincipalName(String value) {
    public UserPrincipalName {
        String written = value;
        UpnSyntax.fault(written).ifPresent(fault -> {
            throw new IllegalArgumentException("not a user principal name: " + fault);
        });
        int suffix = written.indexOf('@') + 1;
        value = written.substring(0, suffix) + written.substring(suffix).toLowerCase(Locale.ROOT);
    }

    /** The first thing that keeps this text from being a user principal name. */
    public static Optional<IdentityFault> fault(String text) {
        return UpnSyntax.fault(text);
    }

    /** What stands before the at sign. */
    public String user() {
        return value.substring(0, value.indexOf('@'));
    }

    /** What stands after the at sign, in lower case. */
    public String suffix() {
        return value.substring(value.indexOf('@') + 1);
    }

    @Override
    public String toString() {
        return value;
    }
}
