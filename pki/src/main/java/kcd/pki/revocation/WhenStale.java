package kcd.pki.revocation;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What counts when a CA's list is past its nextUpdate, or is not there. */
public sealed interface WhenStale {

    /** Nothing: whoever cannot be checked is refused. */
    record Reject() implements WhenStale {}

    /** A list counts for a while longer; without any list nothing does. */
    record Grace(Duration longer) implements WhenStale {}

    /** Everything: revocation is checked when it can be. */
    record Allow() implements WhenStale {}

    /** Reads {@code reject}, {@code grace:12h} (also s, m, d, or ISO-8601 such as {@code PT12H}) or {@code allow}. */
    static Optional<WhenStale> parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.equals("reject")) {
            return Optional.of(new Reject());
        }
        if (word.equals("allow")) {
            return Optional.of(new Allow());
        }
        return word.startsWith("grace:")
                ? duration(word.substring("grace:".length())).map(Grace::new)
                : Optional.empty();
    }

    private static Optional<Duration> duration(String text) {
        Matcher simple = Pattern.compile("(\\d{1,6})([smhd])").matcher(text);
        String iso = text;
        if (simple.matches()) {
            iso = (simple.group(2).equals("d") ? "p" : "pt") + text;
        }
        try {
            return Optional.of(Duration.parse(iso)).filter(Duration::isPositive);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
