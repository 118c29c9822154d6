package kcd.crl.config;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kcd.pki.crl.CrlIssuer;
import kcd.service.PemFiles;
import kcd.service.StartupFaults;

/**
 * The PEM files of those whose lists count, read at the start and whenever they change.
 *
 * @param authorities of the CAs
 * @param signers of those whom a CA delegated its lists to
 */
public record IssuerFiles(List<Path> authorities, List<Path> signers) {

    private static final String ISSUERS = "kcd.crl.issuers";
    private static final String SIGNERS = "kcd.crl.delegated-signers";

    /** Keeps copies. */
    public IssuerFiles {
        authorities = List.copyOf(authorities);
        signers = List.copyOf(signers);
    }

    /** All files, for watching. */
    public List<Path> all() {
        return Stream.concat(authorities.stream(), signers.stream()).toList();
    }

    /** What they hold now; empty, and at least one fault more, if anything is wrong. */
    public Optional<TrustedIssuers> load(StartupFaults faults) {
        int before = faults.lines().size();
        List<X509Certificate> cas = new ArrayList<>();
        List<CrlIssuer> issuers = new ArrayList<>();
        for (Path file : authorities) {
            for (X509Certificate ca : certificates(ISSUERS, file, faults)) {
                try {
                    issuers.add(CrlIssuer.of(ca));
                    cas.add(ca);
                } catch (IllegalArgumentException e) {
                    faults.add(
                            ISSUERS,
                            file.toString(),
                            name(ca) + " " + e.getMessage(),
                            "name CA certificates that sign revocation lists");
                }
            }
        }
        for (Path file : signers) {
            for (X509Certificate signer : certificates(SIGNERS, file, faults)) {
                delegated(signer, cas, file, faults).ifPresent(issuers::add);
            }
        }
        return faults.lines().size() == before ? Optional.of(new TrustedIssuers(issuers, cas)) : Optional.empty();
    }

    private static Optional<CrlIssuer> delegated(
            X509Certificate signer, List<X509Certificate> cas, Path file, StartupFaults faults) {
        String why = "was issued by none of " + ISSUERS;
        for (X509Certificate ca : cas) {
            if (ca.getSubjectX500Principal().equals(signer.getIssuerX500Principal())) {
                try {
                    return Optional.of(CrlIssuer.delegated(ca, signer));
                } catch (IllegalArgumentException e) {
                    why = String.valueOf(e.getMessage());
                }
            }
        }
        faults.add(
                SIGNERS,
                file.toString(),
                name(signer) + " " + why,
                "name certificates with key usage cRLSign that such a CA issued");
        return Optional.empty();
    }

    private static List<X509Certificate> certificates(String key, Path file, StartupFaults faults) {
        return new PemFiles(faults).certificates(key, file).orElse(List.of());
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
