package kcd.pki.name;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import kcd.pki.crl.SerialNumber;
import kcd.pki.der.MalformedDerException;
import kcd.pki.path.CertificateHash;
import kcd.pki.path.VerifiedPath;
import org.jspecify.annotations.Nullable;

/** Who a verified certificate speaks of, as far as the certificate itself can say. */
public final class CertificateIdentity implements IdentityResult {
    /** Where the UPN was found. */
    public enum UpnSource {
        SUBJECT_ALTERNATIVE_NAME,
        SUBJECT_COMMON_NAME
    }

    private record FoundUpn(UserPrincipalName upn, UpnSource source) {}

    private final VerifiedPath path;
    private final @Nullable FoundUpn upn;
    private final @Nullable Sid sid;

    private CertificateIdentity(VerifiedPath path, @Nullable FoundUpn upn, @Nullable Sid sid) {
        this.path = path;
        this.upn = upn;
        this.sid = sid;
    }

    /** Reads the identity of a path's leaf, or says why there is none to rely on. */
    public static IdentityResult read(VerifiedPath path, IdentityPolicy policy) {
        try {
            SubjectAlternativeNames names = SubjectAlternativeNames.of(path.leaf());
            @Nullable Sid sid = onlySid(path.leaf(), names);
            @Nullable FoundUpn upn = onlyUpn(path.leaf(), names, policy);
            if (upn == null && policy.upnRequired()) {
                throw new IdentityRefusal(IdentityFault.NO_UPN, "the certificate names no user principal");
            }
            if (upn != null && !policy.issuerRules().permits(path, upn.upn())) {
                throw new IdentityRefusal(
                        IdentityFault.SUFFIX_NOT_ALLOWED,
                        path.issuer().getSubjectX500Principal().getName() + " may not assert " + upn.upn());
            }
            return new CertificateIdentity(path, upn, sid);
        } catch (IdentityRefusal refusal) {
            return refusal.asResult();
        } catch (MalformedDerException e) {
            return new Refused(IdentityFault.MALFORMED_EXTENSION, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable FoundUpn onlyUpn(
            X509Certificate leaf, SubjectAlternativeNames names, IdentityPolicy policy) throws IdentityRefusal {
        if (names.upns().size() > 1) {
            throw new IdentityRefusal(
                    IdentityFault.SEVERAL_UPNS, names.upns().size() + " UPNs in the subject alternative name");
        }
        if (!names.upns().isEmpty()) {
            return new FoundUpn(checked(names.upns().getFirst()), UpnSource.SUBJECT_ALTERNATIVE_NAME);
        }
        Optional<String> commonName = policy.upnFromSubjectCn() ? SubjectCommonName.of(leaf) : Optional.empty();
        return commonName.isEmpty() ? null : new FoundUpn(checked(commonName.get()), UpnSource.SUBJECT_COMMON_NAME);
    }

    private static UserPrincipalName checked(String text) throws IdentityRefusal {
        Optional<IdentityFault> fault = UserPrincipalName.fault(text);
        if (fault.isPresent()) {
            throw new IdentityRefusal(fault.get(), "user principal name " + text);
        }
        return new UserPrincipalName(text);
    }

    /** The extension and the SAN may both carry the SID; saying the same twice is fine, saying two things is not. */
    private static @Nullable Sid onlySid(X509Certificate leaf, SubjectAlternativeNames names)
            throws MalformedDerException, IdentityRefusal {
        List<Sid> all = new ArrayList<>(names.sids());
        SidExtension.of(leaf).ifPresent(all::add);
        Set<Sid> different = new LinkedHashSet<>(all);
        if (different.size() > 1) {
            throw new IdentityRefusal(IdentityFault.SEVERAL_SIDS, different.toString());
        }
        return different.isEmpty() ? null : different.iterator().next();
    }

    /** Empty only where {@link IdentityPolicy#upnRequired} is off. */
    public Optional<UserPrincipalName> upn() {
        return Optional.ofNullable(upn).map(FoundUpn::upn);
    }

    public Optional<UpnSource> upnSource() {
        return Optional.ofNullable(upn).map(FoundUpn::source);
    }

    /** The account's SID, where the CA wrote it (KB5014754). */
    public Optional<Sid> sid() {
        return Optional.ofNullable(sid);
    }

    /** The path that vouches for all this. */
    public VerifiedPath path() {
        return path;
    }

    public CertificateHash certificateHash() {
        return path.leafHash();
    }

    public X500Principal issuer() {
        return path.leaf().getIssuerX500Principal();
    }

    public SerialNumber serialNumber() {
        return SerialNumber.of(path.leaf());
    }

    @Override
    public String toString() {
        return "%s, SID %s, serial %s"
                .formatted(
                        upn().map(UserPrincipalName::toString).orElse("no UPN"),
                        sid().map(Sid::toString).orElse("none"),
                        serialNumber());
    }
}
