package kcd.pki.file;

import java.security.cert.X509Certificate;
import java.util.List;

/** What became of a configured file of certificates. */
public sealed interface CertificateLoad {
    /** At least one, in the file's order. */
    record Loaded(List<X509Certificate> certificates) implements CertificateLoad {
        public Loaded {
            certificates = List.copyOf(certificates);
        }
    }

    record Unusable(FileFault fault) implements CertificateLoad {}
}
