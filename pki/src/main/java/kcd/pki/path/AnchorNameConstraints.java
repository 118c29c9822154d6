package kcd.pki.path;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import kcd.pki.path.PathResult.Refused;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/** The anchor's own name constraints, held against every certificate below it. RFC 5280 section 4.2.1.10, RFC 5937. */
final class AnchorNameConstraints {
    private AnchorNameConstraints() {}

    static Optional<Refused> broken(List<X509Certificate> path) {
        X509Certificate anchor = path.getLast();
        byte[] extension = anchor.getExtensionValue(Extension.nameConstraints.getId());
        if (extension == null) {
            return Optional.empty();
        }
        try {
            PKIXNameConstraintValidator allowed = validator(NameConstraints.getInstance(unwrap(extension)));
            for (X509Certificate certificate : path.subList(0, path.size() - 1)) {
                check(allowed, certificate);
            }
            return Optional.empty();
        } catch (NameConstraintValidatorException | RuntimeException e) {
            return Optional.of(new Refused(
                    PathFault.CONSTRAINT_VIOLATED,
                    "name constraints of " + Printable.subject(anchor) + ": " + e.getMessage()));
        }
    }

    private static PKIXNameConstraintValidator validator(NameConstraints constraints) {
        PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
        GeneralSubtree[] permitted = constraints.getPermittedSubtrees();
        if (permitted != null) {
            validator.intersectPermittedSubtree(permitted);
        }
        GeneralSubtree[] excluded = constraints.getExcludedSubtrees();
        if (excluded != null) {
            for (GeneralSubtree subtree : excluded) {
                validator.addExcludedSubtree(subtree);
            }
        }
        return validator;
    }

    private static void check(PKIXNameConstraintValidator allowed, X509Certificate certificate)
            throws NameConstraintValidatorException {
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        if (subject.size() > 0) {
            allowed.checkPermittedDN(subject);
            allowed.checkExcludedDN(subject);
        }
        byte[] names = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
        if (names != null) {
            for (GeneralName name : GeneralNames.getInstance(unwrap(names)).getNames()) {
                allowed.checkPermitted(name);
                allowed.checkExcluded(name);
            }
        }
    }

    private static byte[] unwrap(byte[] extension) {
        return ASN1OctetString.getInstance(extension).getOctets();
    }
}
