package kcd.edge.failure;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import kcd.edge.http.EdgeReason;
import kcd.edge.ticket.TicketFailure;

/// How each failure looks to a device: the one place that knows status codes.
///
/// Never 401 or 407, which phones turn into a password prompt. 403 where only a change to the user or the
/// certificate helps; 503 with Retry-After (MS-ASHTTP section 3.2.5.1) where time or an administrator does, so that
/// phones recover untouched.
///
/// @param status HTTP status
/// @param retryAfter when to come back
/// @param code what happened, for the log, the metric and whoever reads the body
public record FailureResponse(int status, Optional<Duration> retryAfter, String code) {
    static final Duration SOON = Duration.ofSeconds(20);
    static final Duration WHEN_REPAIRED = Duration.ofMinutes(5);

    /// The table.
    public static FailureResponse to(Failure failure) {
        return switch (failure) {
            case Failure.Local(EdgeReason reason) -> toLocal(reason);
            case Failure.NoTicket(TicketFailure.Permanent ticket) -> final403(ticket.reason());
            case Failure.NoTicket(TicketFailure.Temporary ticket) -> retry(ticket.reason(), ticket.retryAfter());
            case Failure.NoTicket(TicketFailure.Configuration ticket) -> retry(ticket.reason(), ticket.retryAfter());
        };
    }

    private static FailureResponse toLocal(EdgeReason reason) {
        return switch (reason) {
            case MALFORMED_REQUEST, MALFORMED_TARGET -> of(400, reason);
            case NO_ROUTE -> of(404, reason);
            case METHOD_REFUSED -> of(405, reason);
            case BODY_TOO_LARGE -> of(413, reason);
            case TARGET_TOO_LONG -> of(414, reason);
            case HEADER_TOO_LARGE -> of(431, reason);
            case CERTIFICATE_MISSING, CERTIFICATE_REJECTED, CERTIFICATE_REVOKED -> of(403, reason);
            case REVOCATION_UNKNOWN, TOO_MANY_REQUESTS, UPSTREAM_UNREACHABLE, UPSTREAM_BROKEN ->
                retry(reason.name(), SOON);
            case TOKEN_REFUSED_MIDWAY, MOVED_MIDWAY, MIX_UP_PREVENTED, INTERNAL -> retry(reason.name(), SOON);
            case UPSTREAM_UNTRUSTED, UPSTREAM_UNPROVEN, TOKEN_REFUSED -> retry(reason.name(), WHEN_REPAIRED);
        };
    }

    /// Retry-After in seconds, spread over half its length more: devices refused together must not return together.
    public Optional<Long> jitteredRetryAfterSeconds(RandomGenerator random) {
        return retryAfter.map(wait -> {
            long seconds = Math.max(1, wait.toSeconds());
            return seconds + random.nextLong(seconds / 2 + 1);
        });
    }

    private static FailureResponse of(int status, EdgeReason reason) {
        return new FailureResponse(status, Optional.empty(), reason.name());
    }

    private static FailureResponse final403(String code) {
        return new FailureResponse(403, Optional.empty(), code);
    }

    private static FailureResponse retry(String code, Duration after) {
        return new FailureResponse(503, Optional.of(after), code);
    }
}
