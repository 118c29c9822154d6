package kcd.pki.name;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Locale;

/** A certificate's serial number: with its issuer's name, what a CRL and a strong mapping speak of. RFC 5280 section 4.1.2.2. */
public record SerialNumber(BigInteger value) implements Comparable<SerialNumber> {
    private static final int MAX_BITS = 20 * 8 - 1;

    public SerialNumber {
        if (value.signum() < 0 || value.bitLength() > MAX_BITS) {
            throw new IllegalArgumentException("a serial number is not negative and has at most 20 octets");
        }
    }

    public static SerialNumber of(X509Certificate certificate) {
        return new SerialNumber(certificate.getSerialNumber());
    }

    /** Upper-case hex in whole octets, as Windows and openssl print it. */
    public String hex() {
        String digits = value.toString(16).toUpperCase(Locale.ROOT);
        return digits.length() % 2 == 0 ? digits : "0" + digits;
    }

    @Override
    public int compareTo(SerialNumber other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return hex();
    }
}
