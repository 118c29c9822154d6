package kcd.pki.crl;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A certificate's serial number (RFC 5280 section 4.1.2.2) as its canonical octets: big-endian magnitude, no leading
 * zero octets, zero itself as one zero octet.
 *
 * <p>RFC 5280 forbids negative serials, and old CAs made them. One is read as the unsigned number with the same octets,
 * in lists and certificates alike, so it is found again.
 */
public final class SerialNumber {

    /** RFC 5280 allows 20 octets; what some CAs issue is longer. */
    public static final int MAX_OCTETS = 64;

    private final byte[] octets;

    private SerialNumber(byte[] octets) {
        this.octets = octets;
    }

    public static SerialNumber of(X509Certificate certificate) {
        return of(certificate.getSerialNumber());
    }

    /** @throws IllegalArgumentException if it has more than {@value #MAX_OCTETS} octets */
    public static SerialNumber of(BigInteger serial) {
        byte[] content = serial.toByteArray();
        int start = canonicalStart(content, 0, content.length);
        if (content.length - start > MAX_OCTETS) {
            throw new IllegalArgumentException("serial number of " + (content.length - start) + " octets");
        }
        return new SerialNumber(Arrays.copyOfRange(content, start, content.length));
    }

    /** Where the canonical octets begin in an integer's content: leading zero octets are skipped, but not the last. */
    private static int canonicalStart(byte[] content, int from, int to) {
        int start = from;
        while (start < to - 1 && content[start] == 0) {
            start++;
        }
        return start;
    }

    /** The canonical octets themselves, for this package, which does not write to them. */
    byte[] octets() {
        return octets;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof SerialNumber other && Arrays.equals(octets, other.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** Hexadecimal digits, as certificate tools print a serial number. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(octets);
    }
}
