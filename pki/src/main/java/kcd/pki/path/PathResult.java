package kcd.pki.path;

/** What became of a presented chain. */
public sealed interface PathResult permits VerifiedPath, PathResult.Refused {
    /** The chain does not lead from a client certificate to our trust; the detail is fit for a log line. */
    record Refused(PathFault reason, String detail) implements PathResult {
        public Refused {
            detail = Printable.of(detail);
        }
    }
}
