package kcd.pki.file;

/** One block of a PEM file: its label and its decoded bytes, which may be a private key and are never printed. */
public final class PemBlock {
    private final String label;
    private final int line;
    private final byte[] content;

    PemBlock(String label, int line, byte[] content) {
        this.label = label;
        this.line = line;
        this.content = content.clone();
    }

    /** What stands after BEGIN, such as {@code CERTIFICATE}. */
    public String label() {
        return label;
    }

    /** The line of the BEGIN marker, counted from 1. */
    public int line() {
        return line;
    }

    public byte[] content() {
        return content.clone();
    }

    @Override
    public String toString() {
        return label + " at line " + line;
    }
}
