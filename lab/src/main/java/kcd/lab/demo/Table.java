package kcd.lab.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Aligned columns for people, in ASCII, since one cannot know the terminal.
final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... header) {
        rows.add(List.of(header));
    }

    void add(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells");
        }
        rows.add(List.of(cells));
    }

    @Override
    public String toString() {
        List<Integer> widths = IntStream.range(0, rows.getFirst().size())
                .mapToObj(column -> rows.stream()
                        .map(row -> row.get(column).length())
                        .max(Integer::compare)
                        .orElse(0))
                .toList();
        List<String> rule = widths.stream()
                .map(width -> String.join("", Collections.nCopies(width, "-")))
                .toList();
        List<List<String>> lines = new ArrayList<>(rows);
        lines.add(1, rule);
        return lines.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
    }

    private static String line(List<String> row, List<Integer> widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> row.get(column)
                        + " ".repeat(widths.get(column) - row.get(column).length()))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }
}
