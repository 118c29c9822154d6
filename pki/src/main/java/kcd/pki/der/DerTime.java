package kcd.pki.der;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The digits of UTCTime and GeneralizedTime as certificates and lists write them. RFC 5280 section 4.1.2.5. */
final class DerTime {
    private static final int UTC_TIME_OCTETS = 13;
    private static final int GENERALIZED_TIME_OCTETS = 15;
    /** RFC 5280 section 4.1.2.5.1: two digits from here on mean 19YY. */
    private static final int FIRST_YEAR_OF_LAST_CENTURY = 50;

    private DerTime() {}

    /** How many octets such a time has. */
    static int length(int tag) {
        return tag == DerCursor.GENERALIZED_TIME ? GENERALIZED_TIME_OCTETS : UTC_TIME_OCTETS;
    }

    /** Reads the digits that begin at {@code from}, and the Z behind them. */
    static Instant read(ByteBuffer der, int tag, int from) throws MalformedDerException {
        int yearDigits = tag == DerCursor.GENERALIZED_TIME ? 4 : 2;
        try {
            int at = from + yearDigits;
            Instant time = LocalDateTime.of(
                            year(number(der, from, yearDigits), yearDigits),
                            number(der, at, 2),
                            number(der, at + 2, 2),
                            number(der, at + 4, 2),
                            number(der, at + 6, 2),
                            number(der, at + 8, 2))
                    .toInstant(ZoneOffset.UTC);
            if (der.get(at + 10) == 'Z') {
                return time;
            }
        } catch (DateTimeException e) {
            // The exception below says where.
        }
        throw new MalformedDerException("broken time at offset " + from);
    }

    private static int year(int number, int digits) {
        if (digits == 4) {
            return number;
        }
        return number < FIRST_YEAR_OF_LAST_CENTURY ? 2000 + number : 1900 + number;
    }

    private static int number(ByteBuffer der, int from, int digits) throws MalformedDerException {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = der.get(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new MalformedDerException("broken time at offset " + from);
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
