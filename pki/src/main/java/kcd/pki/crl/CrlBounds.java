package kcd.pki.crl;

/**
 * How large a list may be.
 *
 * @param maxBytes of its DER
 * @param maxEntries of its revokedCertificates, repetitions included
 */
public record CrlBounds(int maxBytes, int maxEntries) {

    /** A million entries take about 35 MB. */
    public static final CrlBounds DEFAULT = new CrlBounds(128 << 20, 4_000_000);
}
