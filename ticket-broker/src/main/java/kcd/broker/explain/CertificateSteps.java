package kcd.broker.explain;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import kcd.broker.identity.IdentityFollower;
import kcd.broker.identity.IdentitySource;
import kcd.broker.identity.UserSource.Finding;
import kcd.broker.identity.UserSource.Found;
import kcd.broker.identity.UserSource.Nothing;
import kcd.pki.name.CertificateIdentity;
import kcd.pki.path.VerifiedPath;
import kcd.pki.revocation.RevocationStatus;

/** Writes down how a certificate becomes a user. RFC 5280 section 6, then the name, then revocation. */
final class CertificateSteps implements IdentityFollower {
    private static final String CHAIN = "Certificate chain";
    private static final String IDENTITY = "Identity in the certificate";
    private static final String REVOCATION = "Revocation of the certificate";

    private static final String USER = "User of the certificate";
    private static final Set<IdentitySource> IN_CERTIFICATE =
            EnumSet.of(IdentitySource.CERTIFICATE_UPN, IdentitySource.CERTIFICATE_CN);

    private final Transcript transcript;
    private boolean mapped;

    CertificateSteps(Transcript transcript) {
        this.transcript = transcript;
        transcript.stage(CHAIN);
    }

    @Override
    public void chained(VerifiedPath path) {
        transcript
                .steps()
                .ok(
                        CHAIN,
                        path + ", good from " + path.leaf().getNotBefore().toInstant() + " until "
                                + path.leaf().getNotAfter().toInstant() + ", validated up to the trust anchor "
                                + path.anchor().getSubjectX500Principal().getName());
        transcript.stage(IDENTITY);
    }

    @Override
    public void named(CertificateIdentity identity) {
        String upn = identity.upn().map(Object::toString).orElse("no user principal name");
        String source = identity.upnSource()
                .map(found -> switch (found) {
                    case SUBJECT_ALTERNATIVE_NAME -> " in the subject alternative name";
                    case SUBJECT_COMMON_NAME -> " in the subject's common name";
                })
                .orElse("");
        String sid = identity.sid().map(found -> "SID " + found).orElse("no SID");
        transcript.steps().ok(IDENTITY, upn + source + "; " + sid);
        transcript.stage(REVOCATION);
    }

    @Override
    public void notRevoked(Optional<RevocationStatus> status) {
        transcript
                .steps()
                .ok(
                        REVOCATION,
                        status.map(CertificateSteps::words).orElse("not checked: kcd.revocation.enabled is off"));
        transcript.stage(USER);
    }

    @Override
    public void asked(Finding finding) {
        transcript.stage(USER);
        switch (finding) {
            case Found found when IN_CERTIFICATE.contains(found.source()) && !mapped -> {}
            case Found found -> transcript.steps().ok(USER, found.user() + ": " + found.where() + sid(found));
            case Nothing nothing -> {
                mapped = true;
                transcript
                        .steps()
                        .ok("Mapping of the certificate", nothing.refusal().message());
            }
        }
    }

    private static String sid(Found found) {
        return found.sid().map(sid -> "; SID " + sid).orElse("");
    }

    private static String words(RevocationStatus status) {
        return switch (status) {
            case RevocationStatus.Good(var asOf) -> "not revoked, by the list of " + asOf;
            case RevocationStatus.Tolerated(var why) -> "not known, and tolerated by kcd.revocation.when-stale: " + why;
            case RevocationStatus.Revoked(var asOf) -> "revoked, by the list of " + asOf;
            case RevocationStatus.Unknown(var why) -> "not known: " + why;
        };
    }
}
