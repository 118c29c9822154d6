package kcd.pki.name;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kcd.pki.path.Printable;

/** A Windows security identifier in its one text form, {@code S-1-5-21-...}. [MS-DTYP] section 2.4.2.1. */
public record Sid(String value) {
    private static final int MAX_SUB_AUTHORITIES = 15;
    private static final long MAX_AUTHORITY = (1L << 48) - 1;
    private static final long MAX_SUB_AUTHORITY = (1L << 32) - 1;
    private static final String NUMBER = "(?:0|[1-9][0-9]{0,14})";
    private static final Pattern FORM =
            Pattern.compile("S-1-(" + NUMBER + ")((?:-" + NUMBER + "){1," + MAX_SUB_AUTHORITIES + "})");

    public Sid {
        if (!isSid(value)) {
            throw new IllegalArgumentException("not a SID: " + Printable.of(value));
        }
    }

    public static Optional<Sid> parse(String text) {
        return isSid(text) ? Optional.of(new Sid(text)) : Optional.empty();
    }

    private static boolean isSid(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                && Long.parseLong(form.group(1)) <= MAX_AUTHORITY
                && Pattern.compile("-")
                        .splitAsStream(form.group(2).substring(1))
                        .allMatch(part -> Long.parseLong(part) <= MAX_SUB_AUTHORITY);
    }

    @Override
    public String toString() {
        return value;
    }
}
