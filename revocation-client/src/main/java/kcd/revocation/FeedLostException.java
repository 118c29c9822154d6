package kcd.revocation;

/** The feed ended or broke its contract; what was received before stays good. */
public final class FeedLostException extends Exception {

    private static final long serialVersionUID = 1L;

    public FeedLostException(String message) {
        super(message);
    }
}
