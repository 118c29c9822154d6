package kcd.broker.mapping;

import java.security.cert.CertificateEncodingException;
import java.util.Optional;
import kcd.broker.identity.IdentitySource;
import kcd.broker.identity.UserSource;
import kcd.broker.user.User;
import kcd.pki.name.CertificateIdentity;

/** Leaves it to the domain controllers to say whose certificate it is, when they are asked for the user's ticket. */
final class HolderByKdc implements UserSource {
    @Override
    public Finding find(CertificateIdentity certificate) {
        try {
            return new Found(
                    User.ByCertificate.of(certificate.path().leaf().getEncoded()),
                    IdentitySource.DOMAIN_CONTROLLER,
                    Optional.empty(),
                    "the domain controllers are to say whose it is");
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a verified certificate has an encoding", impossible);
        }
    }
}
