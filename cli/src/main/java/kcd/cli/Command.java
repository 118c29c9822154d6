package kcd.cli;

import java.io.PrintStream;
import java.util.List;

/** One sub-command. */
interface Command {
    /** It did, and found nothing wrong. */
    int SUCCESS = 0;
    /** It did, and found something wrong. */
    int FOUND_WRONG = 1;
    /** It could not do what was asked. */
    int CANNOT = 2;

    String usage();

    /** @return the exit code */
    int run(List<String> arguments, PrintStream out) throws CommandException;
}
