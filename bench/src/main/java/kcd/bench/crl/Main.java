package kcd.bench.crl;

import java.nio.file.Path;
import java.util.List;
import kcd.bench.Machine;

/** What a list of a million entries costs. Run by bench/crl.sh and bench/crl-feed.sh. */
public final class Main {
    private static final int ROUNDS = 5;
    private static final double SECONDS = 4;
    private static final double WARM = 20;

    private Main() {}

    /** @param arguments {@code look-ups}, {@code handshakes} or {@code feed}; the project's and a working directory; the load tool */
    public static void main(String... arguments) throws Exception {
        System.out.println("machine: " + Machine.describe());
        Path home = Path.of(arguments[1]);
        try (CrlWorld world = new CrlWorld(Path.of(arguments[2]))) {
            switch (arguments[0]) {
                case "look-ups" -> LookUps.run(world);
                case "handshakes" -> new Handshakes(world, home, Path.of(arguments[3]), ROUNDS, SECONDS, WARM).run();
                case "feed" -> new Feed(world, home).run();
                default ->
                    throw new IllegalArgumentException(
                            arguments[0] + " is none of " + List.of("look-ups", "handshakes", "feed"));
            }
        }
    }
}
