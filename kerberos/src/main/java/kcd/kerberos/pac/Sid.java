package kcd.kerberos.pac;

import java.util.Optional;
import java.util.regex.Pattern;

/** A Windows security identifier in its one text form, {@code S-1-5-21-...}. MS-DTYP section 2.4.2.1. */
public record Sid(String value) {
    static final int MAX_SUB_AUTHORITIES = 15;

    private static final String NUMBER = "(?:0|[1-9][0-9]{0,14})";
    private static final Pattern FORM =
            Pattern.compile("S-1-" + NUMBER + "(?:-" + NUMBER + "){1," + MAX_SUB_AUTHORITIES + "}");
    private static final long MAX_AUTHORITY = (1L << 48) - 1;
    private static final long MAX_SUB_AUTHORITY = (1L << 32) - 1;

    /** @throws IllegalArgumentException if it is not a SID in canonical form */
    public Sid {
        if (!isSid(value)) {
            throw new IllegalArgumentException("not a SID");
        }
    }

    public static Optional<Sid> parse(String text) {
        return isSid(text) ? Optional.of(new Sid(text)) : Optional.empty();
    }

    boolean canHaveRid() {
        return value.chars().filter(c -> c == '-').count() < 2 + MAX_SUB_AUTHORITIES;
    }

    /** The account or group {@code rid} of this domain. */
    Sid withRid(int rid) {
        return new Sid(value + "-" + Integer.toUnsignedString(rid));
    }

    /** All but the last sub-authority: of an account, its domain. */
    String domain() {
        return value.substring(0, value.lastIndexOf('-'));
    }

    /** The last sub-authority, as unsigned 32 bits. */
    int rid() {
        return Integer.parseUnsignedInt(value.substring(value.lastIndexOf('-') + 1));
    }

    private static boolean isSid(String text) {
        if (!FORM.matcher(text).matches()) {
            return false;
        }
        String[] numbers = text.substring("S-1-".length()).split("-", -1);
        for (int i = 0; i < numbers.length; i++) {
            if (Long.parseLong(numbers[i]) > (i == 0 ? MAX_AUTHORITY : MAX_SUB_AUTHORITY)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
