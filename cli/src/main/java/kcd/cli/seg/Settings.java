package kcd.cli.seg;

import java.util.ArrayList;
import java.util.List;

/** A properties file of one service in the making. */
final class Settings {
    private final StringBuilder lines = new StringBuilder();
    private final List<String> missing = new ArrayList<>();

    void heading(String text) {
        lines.append(lines.isEmpty() ? "" : "\n").append("# ").append(text).append('\n');
    }

    void set(String key, String value) {
        lines.append(escapedKey(key)).append(" = ").append(escaped(value)).append('\n');
    }

    /** A line for the administrator to fill in; the service does not start before. */
    void fillIn(String key, String example, String whence) {
        lines.append("# TO FILL IN: ").append(oneLine(whence)).append('\n');
        lines.append('#')
                .append(escapedKey(key))
                .append(" = ")
                .append(escaped(example))
                .append('\n');
        missing.add(key + ": " + oneLine(whence));
    }

    List<String> missing() {
        return missing;
    }

    String text() {
        return lines.toString();
    }

    /** Some of the words come out of a SEG's files; none may begin a line of its own. */
    static String oneLine(String text) {
        return text.replaceAll("\\p{C}", "?");
    }

    private static String escapedKey(String key) {
        return key.replace(" ", "\\ ").replace(":", "\\:").replace("=", "\\=");
    }

    /**
     * As java.util.Properties reads it back, and as the services' configuration does after that: there a dollar with a
     * brace begins an expression, unless a backslash stands before it.
     */
    static String escaped(String value) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '$' -> out.append("\\\\$");
                case ' ' -> out.append(i == 0 ? "\\ " : " ");
                default -> {
                    if (c < ' ' || c > '~') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }
}
