package kcd.pki.path;

import java.security.MessageDigest;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/** Names one set of trust material: SHA-256 over its certificates' hashes, whatever order the files came in. */
public record TrustGeneration(String fingerprint) {
    private static final int SHORT_DIGITS = 12;

    static TrustGeneration of(Collection<CertificateHash> certificates) {
        MessageDigest digest = CertificateHash.sha256();
        List<String> sorted =
                certificates.stream().map(CertificateHash::hex).sorted().toList();
        sorted.forEach(hash -> digest.update(HexFormat.of().parseHex(hash)));
        return new TrustGeneration(HexFormat.of().formatHex(digest.digest()));
    }

    /** Enough of the fingerprint for a log line. */
    @Override
    public String toString() {
        return fingerprint.substring(0, Math.min(SHORT_DIGITS, fingerprint.length()));
    }
}
