package kcd.cli;

/** What was asked cannot be done; the message is all that the user sees of it. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean usage;

    private CommandException(String message, boolean usage) {
        super(message, null, false, false);
        this.usage = usage;
    }

    CommandException(String message) {
        this(message, false);
    }

    /** The command line is at fault: the command's usage is worth showing. */
    public static CommandException usage(String message) {
        return new CommandException(message, true);
    }

    boolean isUsage() {
        return usage;
    }
}
