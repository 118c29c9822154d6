package kcd.cli;

import java.util.ArrayList;
import java.util.List;

/** Text for a terminal. */
public final class Words {
    public static final int COLUMNS = 100;

    private Words() {}

    /** Names come out of certificates: none may steer the terminal. Line breaks stay. */
    public static String printable(String text) {
        return text.replaceAll("[\\p{C}\\u2028\\u2029&&[^\\n]]", "?");
    }

    /** Breaks at spaces; a word longer than the width stays whole, to be copied. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
