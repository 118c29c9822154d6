package kcd.pki.file;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import kcd.pki.path.AlgorithmPolicy;
import kcd.pki.path.Printable;
import kcd.pki.path.TrustAnchors;

/**
 * Reads the configured trust store: PEM or DER files, or one .pfx, never both (as SEG has it).
 *
 * <p>Nothing is loaded by halves. One unusable file makes the whole load unusable, because a CA silently left out shows
 * only when its users are refused. One exception: a CA that has expired beside others that have not is a warning and
 * stays in, where it verifies nothing any more; time alone must not keep a service from restarting.
 */
public final class TrustLoader {
    /** More is a mistake, such as the system's bundle of public CAs. */
    public static final int MAX_CERTIFICATES = 512;

    private static final int MAX_FILES = 64;
    private static final String SETTING = "trust store";

    private final AlgorithmPolicy algorithms;
    private final InstantSource clock;

    public TrustLoader(AlgorithmPolicy algorithms, InstantSource clock) {
        this.algorithms = algorithms;
        this.clock = clock;
    }

    /** Loads the files of a comma-separated setting; the password is for a .pfx and empty otherwise. */
    public TrustLoad load(String setting, char[] password) {
        try {
            return load(
                    Arrays.stream(setting.split(","))
                            .map(String::strip)
                            .filter(name -> !name.isEmpty())
                            .map(Path::of)
                            .toList(),
                    password);
        } catch (InvalidPathException e) {
            return unusable(setting, "is not a list of files: " + e.getReason(), "separate the files by commas");
        }
    }

    public TrustLoad load(List<Path> files, char[] password) {
        if (files.isEmpty()) {
            return unusable(SETTING, "no file is named", "name PEM files, separated by commas, or one .pfx");
        }
        if (files.size() > MAX_FILES) {
            return unusable(SETTING, files.size() + " files are named", "name at most " + MAX_FILES);
        }
        if (files.size() > 1 && files.stream().anyMatch(Pkcs12File::isNamedSo)) {
            return unusable(
                    files.toString(),
                    "a .pfx stands beside other files",
                    "name either one .pfx or any number of PEM files");
        }
        Findings findings = new Findings();
        for (Path file : files) {
            read(file, password, findings);
        }
        return findings.result();
    }

    private void read(Path file, char[] password, Findings findings) {
        try {
            List<X509Certificate> certificates =
                    Pkcs12File.isNamedSo(file) ? Pkcs12File.read(file, password) : CertificateFile.read(file);
            for (X509Certificate certificate : certificates) {
                findings.add(file, certificate);
            }
        } catch (UnusableFileException e) {
            findings.faults.add(e.fault());
        }
    }

    private static TrustLoad unusable(String what, String problem, String fix) {
        return new TrustLoad.Unusable(List.of(new FileFault(what, problem, fix)));
    }

    /** What one load has found so far. */
    private final class Findings {
        private final Instant now = clock.instant();
        private final List<X509Certificate> certificates = new ArrayList<>();
        private final List<FileFault> faults = new ArrayList<>();
        private final List<FileFault> expired = new ArrayList<>();
        private final List<FileFault> early = new ArrayList<>();

        void add(Path file, X509Certificate certificate) {
            certificates.add(certificate);
            fault(file, certificate).ifPresent(faults::add);
            if (now.isAfter(certificate.getNotAfter().toInstant())) {
                expired.add(new FileFault(
                        file.toString(),
                        "%s expired at %s"
                                .formatted(
                                        Printable.subject(certificate),
                                        certificate.getNotAfter().toInstant()),
                        "take it out, or give its successor"));
            }
            if (now.isBefore(certificate.getNotBefore().toInstant())) {
                early.add(new FileFault(
                        file.toString(),
                        "%s is valid from %s"
                                .formatted(
                                        Printable.subject(certificate),
                                        certificate.getNotBefore().toInstant()),
                        "nothing to do, if that is meant"));
            }
        }

        TrustLoad result() {
            if (certificates.size() > MAX_CERTIFICATES) {
                faults.add(new FileFault(
                        SETTING, certificates.size() + " certificates", "name at most " + MAX_CERTIFICATES));
            }
            if (expired.size() == certificates.size()) {
                faults.addAll(expired);
            }
            if (!faults.isEmpty()) {
                return new TrustLoad.Unusable(faults);
            }
            List<FileFault> warnings = new ArrayList<>(expired);
            warnings.addAll(early);
            return new TrustLoad.Loaded(TrustAnchors.of(certificates), warnings);
        }

        private Optional<FileFault> fault(Path file, X509Certificate certificate) {
            if (!TrustAnchors.isCa(certificate)) {
                return Optional.of(new FileFault(
                        file.toString(),
                        Printable.subject(certificate) + " is no CA certificate",
                        "name the certificates of the CAs that issue to clients"));
            }
            Optional<String> weak = algorithms.keyFault(certificate);
            if (weak.isEmpty() && !certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
                // A root's own signature proves nothing and may be as old as it is.
                weak = algorithms.signatureFault(certificate);
            }
            return weak.map(why -> new FileFault(
                    file.toString(), why + ", weaker than allowed", "have the CA renewed, or lower the floor"));
        }
    }
}
