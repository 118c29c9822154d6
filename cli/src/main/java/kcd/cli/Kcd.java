package kcd.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Runs one of the administrator's commands. */
public final class Kcd {
    private static final Map<String, Command> COMMANDS =
            Map.of("explain", new ExplainCommand(), "import-seg", new ImportSegCommand());

    private Kcd() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        Command command = arguments.isEmpty() ? null : COMMANDS.get(arguments.getFirst());
        if (command == null) {
            COMMANDS.values().forEach(known -> err.println(known.usage()));
            return Command.CANNOT;
        }
        List<String> rest = arguments.subList(1, arguments.size());
        if (rest.contains("--help") || rest.contains("-h")) {
            out.println(command.usage());
            return Command.SUCCESS;
        }
        try {
            return command.run(rest, out);
        } catch (CommandException e) {
            err.println("kcd " + arguments.getFirst() + ": " + e.getMessage());
            if (e.isUsage()) {
                err.println(command.usage());
            }
            return Command.CANNOT;
        }
    }
}
