package kcd.pki.name;

import static java.lang.Character.UnicodeScript.BOPOMOFO;
import static java.lang.Character.UnicodeScript.COMMON;
import static java.lang.Character.UnicodeScript.HAN;
import static java.lang.Character.UnicodeScript.HANGUL;
import static java.lang.Character.UnicodeScript.HIRAGANA;
import static java.lang.Character.UnicodeScript.INHERITED;
import static java.lang.Character.UnicodeScript.KATAKANA;
import static java.lang.Character.UnicodeScript.LATIN;

import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which strings may be user principal names. [MS-ADTS] section 5.1.1.1.1, Unicode TS 39 section 5.2.
 *
 * <p>Stricter than the directory: what a person, a log and the KDC could read differently is no name here.
 */
final class UpnSyntax {
    static final int MAX_BYTES = 1024;

    /** Separators and wildcards of the notations that a UPN is written into: principals, DNs, filters, paths. */
    private static final String FORBIDDEN = "\"/\\[]:;|=,*?<>(){}";

    private static final int LAST_ASCII = 0x7F;

    /** The apostrophe of O\u2019Brien, the Catalan and the Katakana middle dot. */
    private static final String BEYOND_ASCII = "\u2019\u00B7\u30FB";

    private static final Pattern LABEL_ENDS = Pattern.compile("[@.]");

    /** One script per label, or one of the three mixtures that people really write (UTS 39, highly restrictive). */
    private static final List<Set<UnicodeScript>> MIXTURES =
            List.of(Set.of(LATIN, HAN, HIRAGANA, KATAKANA), Set.of(LATIN, HAN, BOPOMOFO), Set.of(LATIN, HAN, HANGUL));

    private UpnSyntax() {}

    static Optional<IdentityFault> fault(String upn) {
        if (upn.isEmpty()) {
            return Optional.of(IdentityFault.UPN_EMPTY);
        }
        if (upn.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return Optional.of(IdentityFault.UPN_TOO_LONG);
        }
        return characters(upn)
                .or(() -> form(upn))
                .or(() -> Normalizer.isNormalized(upn, Normalizer.Form.NFKC)
                        ? Optional.empty()
                        : Optional.of(IdentityFault.UPN_NOT_NORMALISED))
                .or(() -> LABEL_ENDS.splitAsStream(upn).allMatch(UpnSyntax::isOneScript)
                        ? Optional.empty()
                        : Optional.of(IdentityFault.UPN_MIXED_SCRIPT));
    }

    private static Optional<IdentityFault> characters(String upn) {
        return upn.codePoints()
                .mapToObj(UpnSyntax::character)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<IdentityFault> character(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> Optional.of(IdentityFault.UPN_CONTROL_CHARACTER);
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                Optional.of(IdentityFault.UPN_WHITESPACE);
            case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
                Optional.of(IdentityFault.UPN_INVISIBLE_CHARACTER);
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER ->
                isBlank(c) ? Optional.of(IdentityFault.UPN_INVISIBLE_CHARACTER) : Optional.empty();
            // Punctuation and symbols: beyond ASCII they are lookalikes of what is forbidden, dashes, dots, emoji.
            default -> isPunctuationOfNames(c) ? Optional.empty() : Optional.of(IdentityFault.UPN_FORBIDDEN_CHARACTER);
        };
    }

    private static boolean isPunctuationOfNames(int c) {
        return c < LAST_ASCII ? FORBIDDEN.indexOf(c) < 0 : BEYOND_ASCII.indexOf(c) >= 0;
    }

    /** Letters and marks that print nothing: Hangul fillers, the Braille blank, variation selectors. */
    private static boolean isBlank(int c) {
        return c == 0x115F
                || c == 0x1160
                || c == 0x3164
                || c == 0xFFA0
                || c == 0x034F
                || (c >= 0xFE00 && c <= 0xFE0F)
                || (c >= 0xE0100 && c <= 0xE01EF);
    }

    private static Optional<IdentityFault> form(String upn) {
        int at = upn.indexOf('@');
        boolean oneAt = at > 0 && at == upn.lastIndexOf('@');
        return oneAt && isSuffix(upn.substring(at + 1)) ? Optional.empty() : Optional.of(IdentityFault.UPN_FORM);
    }

    private static boolean isSuffix(String suffix) {
        return !suffix.isEmpty() && !suffix.startsWith(".") && !suffix.endsWith(".") && !suffix.contains("..");
    }

    private static boolean isOneScript(String label) {
        Set<UnicodeScript> scripts = label.codePoints()
                .mapToObj(UnicodeScript::of)
                .filter(script -> script != COMMON && script != INHERITED)
                .collect(Collectors.toSet());
        boolean oneScript = scripts.size() <= 1 || MIXTURES.stream().anyMatch(mixture -> mixture.containsAll(scripts));
        return oneScript && isOneNumberSystem(label, scripts);
    }

    /** Arabic digits belong to no script, and some look like Latin ones. UTS 39 section 5.3. */
    private static boolean isOneNumberSystem(String label, Set<UnicodeScript> scripts) {
        Set<Integer> zeros = label.codePoints()
                .filter(Character::isDigit)
                .map(c -> c - Character.digit(c, 10))
                .boxed()
                .collect(Collectors.toSet());
        return zeros.isEmpty() || zeros.equals(Set.of((int) '0')) || (zeros.size() == 1 && !scripts.contains(LATIN));
    }
}
