package kcd.service;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import kcd.pki.file.CertificateFile;
import kcd.pki.file.CertificateLoad;
import kcd.pki.file.FileFault;
import kcd.pki.file.KeyLoad;
import kcd.pki.file.KeyMaterial;
import kcd.pki.file.PemKeys;

/** Reads the PEM files that settings name; what is wrong with a file is a fault of its setting. */
public final class PemFiles {

    private final StartupFaults faults;

    public PemFiles(StartupFaults faults) {
        this.faults = faults;
    }

    /** A setting and the file it names. */
    public record Named(String key, Path file) {}

    /** Every certificate in the file, at least one. */
    public Optional<List<X509Certificate>> certificates(String key, Path file) {
        return switch (CertificateFile.load(file)) {
            case CertificateLoad.Loaded(var certificates) -> Optional.of(certificates);
            case CertificateLoad.Unusable(var fault) -> {
                add(key, fault);
                yield Optional.empty();
            }
        };
    }

    /** A certificate chain, own certificate first and valid now, and the private key that belongs to it. */
    public Optional<KeyMaterial> keys(Named certificate, Named privateKey, InstantSource clock) {
        return switch (new PemKeys(clock).load(certificate.file(), privateKey.file())) {
            case KeyLoad.Loaded(var material) -> begun(certificate, material, clock.instant());
            case KeyLoad.Unusable(var wrong) -> {
                wrong.forEach(fault -> add(owner(fault, certificate, privateKey).key(), fault));
                yield Optional.empty();
            }
        };
    }

    /** A start can wait; a renewal taken over while serving cannot, and is not asked this. */
    private Optional<KeyMaterial> begun(Named certificate, KeyMaterial material, Instant now) {
        Instant from = material.leaf().getNotBefore().toInstant();
        if (!now.isBefore(from)) {
            return Optional.of(material);
        }
        faults.add(
                certificate.key(),
                certificate.file().toString(),
                "is not valid before " + from,
                "check this machine's clock, or have it issued again");
        return Optional.empty();
    }

    private static Named owner(FileFault fault, Named certificate, Named privateKey) {
        return fault.file().equals(privateKey.file().toString()) ? privateKey : certificate;
    }

    private void add(String key, FileFault fault) {
        faults.add(key, fault.file(), fault.problem(), fault.fix());
    }
}
