package kcd.broker.identity;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.pki.name.CertificateIdentity;
import kcd.pki.name.IdentityPolicy;
import kcd.pki.name.IdentityResult;
import kcd.pki.name.UserPrincipalName;
import kcd.pki.path.PathFault;
import kcd.pki.path.PathPolicy;
import kcd.pki.path.PathResult;
import kcd.pki.path.PathValidator;
import kcd.pki.path.TrustAnchors;
import kcd.pki.path.VerifiedPath;

/**
 * Takes the user from the certificate and from nothing else: path, then identity, then revocation. What the caller
 * checked before counts for nothing here, so that a captured edge cannot invent users.
 */
public final class CertificateIdentities implements DeviceIdentities {
    private final PathPolicy pathPolicy;
    private final IdentityPolicy identityPolicy;
    private final RevocationGate revocation;
    private final Clock clock;
    private volatile PathValidator validator;

    public CertificateIdentities(
            TrustAnchors anchors,
            PathPolicy pathPolicy,
            IdentityPolicy identityPolicy,
            RevocationGate revocation,
            Clock clock) {
        this.pathPolicy = pathPolicy;
        this.identityPolicy = identityPolicy;
        this.revocation = revocation;
        this.clock = clock;
        this.validator = new PathValidator(anchors, pathPolicy);
    }

    /** From now on, this is what is trusted. */
    public void replace(TrustAnchors anchors) {
        validator = new PathValidator(anchors, pathPolicy);
    }

    @Override
    public Identified identify(DerChain chain) throws RefusedException {
        return identify(chain, IdentityFollower.NONE);
    }

    /** The same, with somebody following stage by stage. */
    public Identified identify(DerChain chain, IdentityFollower follower) throws RefusedException {
        VerifiedPath path = verify(chain.certificates());
        follower.chained(path);
        CertificateIdentity identity = read(path);
        follower.named(identity);
        UserPrincipalName user = identity.upn()
                .orElseThrow(() ->
                        new RefusedException(RefusalReason.NO_IDENTITY, "the certificate has no user principal name"));
        follower.notRevoked(revocation.require(path, user));
        return new Identified(user, source(identity), Optional.of(CertificateFacts.of(identity)));
    }

    private VerifiedPath verify(List<byte[]> chain) throws RefusedException {
        return switch (validator.validateEncoded(chain, clock.instant())) {
            case VerifiedPath path -> path;
            case PathResult.Refused(var reason, var detail)
            when reason == PathFault.MALFORMED ->
                throw new RefusedException(RefusalReason.INVALID_REQUEST, "certificate_chain: " + detail);
            case PathResult.Refused(var reason, var detail) ->
                throw new RefusedException(
                        RefusalReason.CERTIFICATE_REJECTED, "the user's certificate: " + reason + ", " + detail);
        };
    }

    private CertificateIdentity read(VerifiedPath path) throws RefusedException {
        return switch (CertificateIdentity.read(path, identityPolicy)) {
            case CertificateIdentity identity -> identity;
            case IdentityResult.Refused(var reason, var detail) ->
                throw new RefusedException(Refusal.of(
                        RefusalReason.NO_IDENTITY,
                        "the user's certificate: " + reason + ", " + detail,
                        "issue certificates with exactly one user principal name in the subject alternative name"));
        };
    }

    private static IdentitySource source(CertificateIdentity identity) {
        return switch (identity.upnSource().orElseThrow()) {
            case SUBJECT_ALTERNATIVE_NAME -> IdentitySource.CERTIFICATE_UPN;
            case SUBJECT_COMMON_NAME -> IdentitySource.CERTIFICATE_CN;
        };
    }
}
