package kcd.broker.identity;

import java.util.Optional;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.user.User;
import kcd.pki.name.CertificateIdentity;

/** The user principal name that the CA wrote into the certificate. */
public final class NameInCertificate implements UserSource {
    @Override
    public Finding find(CertificateIdentity certificate) {
        if (certificate.upn().isEmpty()) {
            return new Nothing(Refusal.of(RefusalReason.NO_IDENTITY, "the certificate has no user principal name"));
        }
        var user = new User.ByName(certificate.upn().get());
        return switch (certificate.upnSource().orElseThrow()) {
            case SUBJECT_ALTERNATIVE_NAME ->
                new Found(user, IdentitySource.CERTIFICATE_UPN, Optional.empty(), "the subject alternative name");
            case SUBJECT_COMMON_NAME ->
                new Found(user, IdentitySource.CERTIFICATE_CN, Optional.empty(), "the subject's common name");
        };
    }
}
