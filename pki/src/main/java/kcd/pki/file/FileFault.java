package kcd.pki.file;

/** What is wrong with a configured file, and what the operator can do about it. */
public record FileFault(String file, String problem, String fix) {
    /** One line for the list of faults at start-up. */
    public String message() {
        return file + ": " + problem + "; " + fix;
    }

    @Override
    public String toString() {
        return message();
    }
}
