package kcd.crl.fetch;

import java.io.IOException;

/** A download failed for a reason that has a name. */
final class FetchFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final FetchFailure failure;

    FetchFailedException(FetchFailure failure, String message) {
        super(message);
        this.failure = failure;
    }

    FetchFailure failure() {
        return failure;
    }
}
