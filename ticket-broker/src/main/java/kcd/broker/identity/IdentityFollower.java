package kcd.broker.identity;

import java.util.Optional;
import kcd.pki.name.CertificateIdentity;
import kcd.pki.path.VerifiedPath;
import kcd.pki.revocation.RevocationStatus;

/** Follows how a certificate becomes a user, stage by stage: for explanations. A refusal ends it. */
public interface IdentityFollower {
    /** Nobody follows. */
    IdentityFollower NONE = new IdentityFollower() {};

    /** The chain leads to a trust anchor. */
    default void chained(VerifiedPath path) {}

    /** The certificate names a user. */
    default void named(CertificateIdentity identity) {}

    /**
     * It is not revoked.
     *
     * @param status what the lists say; empty where revocation is switched off
     */
    default void notRevoked(Optional<RevocationStatus> status) {}

    /** A source of users was asked. */
    default void asked(UserSource.Finding finding) {}
}
