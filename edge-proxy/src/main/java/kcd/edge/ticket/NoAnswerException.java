package kcd.edge.ticket;

import java.util.Optional;

/// A broker that said nothing about the user: another may do better, or the same one later.
final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Optional<TicketFailure> trouble;

    private NoAnswerException(String message, Optional<TicketFailure> trouble) {
        super(message, null, false, false);
        this.trouble = trouble;
    }

    static NoAnswerException silence(String how) {
        return new NoAnswerException(how, Optional.empty());
    }

    /// It answered, but of itself only.
    static NoAnswerException trouble(TicketFailure trouble) {
        return new NoAnswerException(trouble.reason(), Optional.of(trouble));
    }

    /// What it said of itself, if anything was heard from it.
    static Optional<TicketFailure> troubleOf(Throwable failure) {
        return failure instanceof NoAnswerException none ? none.trouble : Optional.empty();
    }
}
