package kcd.pki.workshop;

import java.io.Serial;

/** A certificate could not be made: a mistake in the test or lab, not an expected failure. */
public final class WorkshopException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public WorkshopException(String message, Throwable cause) {
        super(message, cause);
    }
}
