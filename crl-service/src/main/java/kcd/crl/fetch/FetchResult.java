package kcd.crl.fetch;

import java.nio.file.Path;

/** What a distribution point answered. */
public sealed interface FetchResult {

    /**
     * A list, in DER, not judged yet.
     *
     * @param file where it lies; the receiver moves or deletes it
     * @param validators to ask with next time, if the list counts
     */
    record Fetched(Path file, Validators validators) implements FetchResult {}

    /** The list that we have is still the latest. */
    record NotModified() implements FetchResult {}

    /** No list. */
    record Failed(FetchFailure failure, String detail) implements FetchResult {}
}
