package kcd.broker.identity;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kcd.broker.identity.UserSource.Finding;
import kcd.broker.identity.UserSource.Found;
import kcd.broker.identity.UserSource.Nothing;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.pki.name.CertificateIdentity;
import kcd.pki.name.IdentityPolicy;
import kcd.pki.name.IdentityResult;
import kcd.pki.name.Sid;
import kcd.pki.path.PathFault;
import kcd.pki.path.PathPolicy;
import kcd.pki.path.PathResult;
import kcd.pki.path.PathValidator;
import kcd.pki.path.TrustAnchors;
import kcd.pki.path.VerifiedPath;

/**
 * Learns from the certificate, and from nothing else, who the user is: path, then what it says, then revocation, then
 * whose it is. What the caller checked before counts for nothing here, so that a captured edge cannot invent users.
 */
public final class CertificateIdentities implements DeviceIdentities {
    private final PathPolicy pathPolicy;
    private final IdentityPolicy identityPolicy;
    private final RevocationGate revocation;
    private final List<UserSource> sources;
    private final Clock clock;
    private volatile PathValidator validator;

    /** @param sources in the order in which they are asked */
    public CertificateIdentities(
            TrustAnchors anchors,
            PathPolicy pathPolicy,
            IdentityPolicy identityPolicy,
            RevocationGate revocation,
            List<UserSource> sources,
            Clock clock) {
        this.pathPolicy = pathPolicy;
        this.identityPolicy = identityPolicy;
        this.revocation = revocation;
        this.sources = List.copyOf(sources);
        this.clock = clock;
        this.validator = new PathValidator(anchors, pathPolicy);
    }

    /** From now on, this is what is trusted. */
    public void replace(TrustAnchors anchors) {
        validator = new PathValidator(anchors, pathPolicy);
    }

    @Override
    public Identified identify(DerChain chain) throws RefusedException, InterruptedException {
        return identify(chain, IdentityFollower.NONE);
    }

    /** The same, with somebody following stage by stage. */
    public Identified identify(DerChain chain, IdentityFollower follower)
            throws RefusedException, InterruptedException {
        VerifiedPath path = verify(chain.certificates());
        follower.chained(path);
        CertificateIdentity identity = read(path);
        follower.named(identity);
        follower.notRevoked(revocation.require(path));
        Found found = find(identity, follower);
        revocation.belongs(path, found.user());
        return new Identified(
                found.user(), found.source(), sids(identity, found), Optional.of(CertificateFacts.of(identity)));
    }

    private Found find(CertificateIdentity identity, IdentityFollower follower)
            throws RefusedException, InterruptedException {
        Optional<Refusal> first = Optional.empty();
        for (UserSource source : sources) {
            Finding finding = source.find(identity);
            follower.asked(finding);
            switch (finding) {
                case Found found -> {
                    return found;
                }
                case Nothing(var refusal) -> first = first.or(() -> Optional.of(refusal));
            }
        }
        throw new RefusedException(first.orElseThrow());
    }

    private static Set<Sid> sids(CertificateIdentity identity, Found found) {
        var sids = new HashSet<Sid>();
        identity.sid().ifPresent(sids::add);
        found.sid().ifPresent(sids::add);
        return sids;
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
}
