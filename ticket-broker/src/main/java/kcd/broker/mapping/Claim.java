package kcd.broker.mapping;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.Octets;
import kcd.pki.der.MalformedDerException;
import kcd.pki.name.AltSecurityIdentities;
import kcd.pki.name.CertificateIdentity;

/**
 * What an account's entry has to say for a certificate to be its own. The filter asks the server; what it returns is
 * looked at again, since servers were seen to match loosely. Filters are built from values, never from text: nothing a
 * certificate holds can change what is asked.
 */
sealed interface Claim {
    String USER_CERTIFICATE = "userCertificate";
    String ALT_SECURITY_IDENTITIES = "altSecurityIdentities";

    Filter filter();

    boolean isConfirmedBy(Entry entry);

    /** The claim by which a method maps this certificate; empty if the certificate lacks what the method goes by. */
    static Optional<Claim> of(MappingMethod method, CertificateIdentity certificate) throws MalformedDerException {
        X509Certificate leaf = certificate.path().leaf();
        return switch (method) {
            case USER_CERTIFICATE -> Optional.of(new Published(Octets.of(encoded(leaf))));
            case ALT_SECURITY_IDENTITIES -> Optional.of(new Listed(AltSecurityIdentities.strong(leaf)));
            case KERBEROS_NAME -> certificate.upn().map(upn -> new Listed(List.of("Kerberos:" + upn)));
            case KDC -> Optional.empty();
        };
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a verified certificate has an encoding", impossible);
        }
    }

    /** The entry holds the very certificate, octet for octet. */
    record Published(Octets der) implements Claim {
        @Override
        public Filter filter() {
            // Without ;binary: with it, Active Directory and Samba find nothing and do not say so.
            return Filter.createEqualityFilter(USER_CERTIFICATE, der.toArray());
        }

        @Override
        public boolean isConfirmedBy(Entry entry) {
            byte[][] values = entry.getAttributeValueByteArrays(USER_CERTIFICATE);
            byte[] wanted = der.toArray();
            return values != null && Arrays.stream(values).anyMatch(value -> Arrays.equals(value, wanted));
        }
    }

    /** The entry lists one of these explicit mappings; the attribute knows no case. */
    record Listed(List<String> forms) implements Claim {
        public Listed {
            forms = List.copyOf(forms);
        }

        @Override
        public Filter filter() {
            return Filter.createORFilter(forms.stream()
                    .map(form -> Filter.createEqualityFilter(ALT_SECURITY_IDENTITIES, form))
                    .toList());
        }

        @Override
        public boolean isConfirmedBy(Entry entry) {
            String[] values = entry.getAttributeValues(ALT_SECURITY_IDENTITIES);
            return values != null
                    && Arrays.stream(values)
                            .anyMatch(value -> forms.stream().anyMatch(form -> form.equalsIgnoreCase(value)));
        }
    }
}
