package kcd.pki.crl;

/** A change did not lead where it promised; what is held is to be fetched anew. */
public final class SnapshotMismatchException extends Exception {

    private static final long serialVersionUID = 1L;

    public SnapshotMismatchException(String message) {
        super(message);
    }
}
