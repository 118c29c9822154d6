package kcd.pki.crl;

import java.math.BigInteger;

/** A CRL number (RFC 5280 section 5.2.3): grows with every list of its issuer and scope. */
public record CrlNumber(BigInteger value) implements Comparable<CrlNumber> {

    static final int MAX_OCTETS = 20;

    /** Checks the bounds that RFC 5280 sets. */
    public CrlNumber {
        if (value.signum() < 0 || value.bitLength() > 8 * MAX_OCTETS) {
            throw new IllegalArgumentException("a CRL number has at most 20 octets and is not negative");
        }
    }

    public static CrlNumber of(long value) {
        return new CrlNumber(BigInteger.valueOf(value));
    }

    @Override
    public int compareTo(CrlNumber other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
