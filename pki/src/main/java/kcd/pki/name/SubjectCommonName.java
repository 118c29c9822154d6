package kcd.pki.name;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** The subject's common name, where it may stand for the UPN. RFC 5280 section 4.1.2.6. */
final class SubjectCommonName {
    private SubjectCommonName() {}

    static Optional<String> of(X509Certificate certificate) throws IdentityRefusal {
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        List<String> names = Arrays.stream(subject.getRDNs(BCStyle.CN))
                .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
                .filter(attribute -> attribute.getType().equals(BCStyle.CN))
                .map(attribute -> attribute.getValue() instanceof ASN1String text ? text.getString() : "")
                .toList();
        if (names.size() > 1) {
            throw new IdentityRefusal(IdentityFault.SEVERAL_UPNS, "the subject has " + names.size() + " common names");
        }
        return names.stream().findFirst();
    }
}
