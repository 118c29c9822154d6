package kcd.cli.seg;

/** A SEG file cannot be used; the message says which, and what is wrong with it. */
public final class SegFileException extends Exception {
    private static final long serialVersionUID = 1L;

    SegFileException(String message) {
        super(message, null, false, false);
    }
}
