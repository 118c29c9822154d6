package kcd.pki.path;

import java.security.cert.X509Certificate;

/**
 * Makes a stranger's text fit for a log line: one line, bounded, nothing invisible.
 *
 * <p>Names in certificates are chosen by whoever wrote the certificate; unfiltered, they forge log lines.
 */
public final class Printable {
    private static final int MAX_CHARACTERS = 200;

    private Printable() {}

    public static String of(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(MAX_CHARACTERS).forEach(c -> append(line, c));
        return text.codePointCount(0, text.length()) > MAX_CHARACTERS
                ? line.append("...").toString()
                : line.toString();
    }

    /** The subject's distinguished name. RFC 2253. */
    public static String subject(X509Certificate certificate) {
        return of(certificate.getSubjectX500Principal().getName());
    }

    private static void append(StringBuilder line, int character) {
        switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> line.append("\\u{%X}".formatted(character));
            default -> line.appendCodePoint(character);
        }
    }
}
