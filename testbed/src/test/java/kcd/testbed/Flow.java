package kcd.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One line of {@code flows.tsv}: what the bed must answer, to MIT's clients and to our engine alike.
 *
 * @param name what it shows
 * @param kind what is done
 * @param service the asking account, or {@code -}
 * @param user the user, {@code upn:} before an enterprise name, or {@code -}
 * @param target the target, or {@code -}
 * @param expected {@code ok}, a KRB-ERROR number, or what the acceptor says
 */
record Flow(String name, String kind, String service, String user, String target, String expected) {

    /** All flows that this bed can know the end of. */
    static List<Flow> all(Bed bed) throws IOException {
        Path file = Path.of("bed", "flows.tsv");
        String column = bed.isSamba() ? "samba" : "expected";
        List<String> lines = Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        int expected = List.of(lines.getFirst().split("\t")).indexOf(column);
        return lines.stream()
                .skip(1)
                .map(line -> line.split("\t"))
                .filter(cells -> !cells[expected].equals("-"))
                .map(cells -> new Flow(cells[0], cells[1], cells[2], cells[3], cells[4], cells[expected]))
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
