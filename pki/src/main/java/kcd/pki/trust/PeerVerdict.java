package kcd.pki.trust;

/** The answer of a {@link PeerCheck}. */
public sealed interface PeerVerdict {
    Admitted ADMITTED = new Admitted();

    record Admitted() implements PeerVerdict {}

    /** A reason code for logs and metrics, and a detail for the log. */
    record Refused(String reason, String detail) implements PeerVerdict {}
}
