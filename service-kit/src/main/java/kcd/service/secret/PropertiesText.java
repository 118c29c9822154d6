package kcd.service.secret;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BiFunction;

/** Replaces values in the text of a properties file and leaves every other byte as it is. See {@link Properties#load}. */
final class PropertiesText {
    private static final String BLANKS = " \t\f";

    /** One character a byte, so that what is not touched comes out as it went in. */
    private final String text;

    private PropertiesText(byte[] bytes) {
        this.text = new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** @param replacement by key and value; empty to leave the value */
    static byte[] replace(byte[] bytes, BiFunction<String, String, Optional<String>> replacement) {
        return new PropertiesText(bytes).replace(replacement).getBytes(StandardCharsets.ISO_8859_1);
    }

    private String replace(BiFunction<String, String, Optional<String>> replacement) {
        StringBuilder out = new StringBuilder(text.length());
        int start = 0;
        while (start < text.length()) {
            int end = endOfLogicalLine(start);
            String line = text.substring(start, end);
            Optional<String> value = entry(line).flatMap(e -> replacement.apply(e.getKey(), e.getValue()));
            out.append(value.isPresent() ? line.substring(0, valueStart(line)) + value.get() : line);
            start = end;
            while (start < text.length() && isLineBreak(text.charAt(start))) {
                out.append(text.charAt(start++));
            }
        }
        return out.toString();
    }

    /** A backslash before the end of a line carries it on, but not in a comment. */
    private int endOfLogicalLine(int start) {
        int first = skipBlanks(text, start);
        boolean comment = first < text.length() && (text.charAt(first) == '#' || text.charAt(first) == '!');
        int i = start;
        while (i < text.length() && !isLineBreak(text.charAt(i))) {
            if (text.charAt(i) == '\\' && !comment) {
                i += text.startsWith("\\\r\n", i) ? 2 : 1;
            }
            i++;
        }
        return Math.min(i, text.length());
    }

    private static Optional<Map.Entry<String, String>> entry(String line) {
        Properties one = new Properties();
        try {
            one.load(new StringReader(new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
        return one.stringPropertyNames().stream().findFirst().map(key -> Map.entry(key, one.getProperty(key)));
    }

    private static int valueStart(String line) {
        int i = skipBlanks(line, 0);
        while (i < line.length() && (BLANKS + "=:").indexOf(line.charAt(i)) < 0) {
            i += line.charAt(i) == '\\' ? 2 : 1;
        }
        i = skipBlanks(line, Math.min(i, line.length()));
        return i < line.length() && "=:".indexOf(line.charAt(i)) >= 0 ? skipBlanks(line, i + 1) : i;
    }

    private static int skipBlanks(String line, int from) {
        int i = from;
        while (i < line.length() && BLANKS.indexOf(line.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }

    private static boolean isLineBreak(char c) {
        return c == '\n' || c == '\r';
    }
}
