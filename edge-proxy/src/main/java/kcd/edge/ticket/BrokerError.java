package kcd.edge.ticket;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.vertx.core.MultiMap;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A broker's refusal as it comes over the wire: google.rpc.ErrorInfo and RetryInfo inside the trailer
/// grpc-status-details-bin.
///
/// @param status gRPC's own code; UNAVAILABLE without details is a broker that is going or a hop that lost it
/// @param info what the broker said, if it was the broker
/// @param retry when to ask again
record BrokerError(@Nullable GrpcStatus status, Optional<ErrorInfo> info, Optional<RetryInfo> retry) {
    private static final String DETAILS = "grpc-status-details-bin";
    private static final String DOMAIN = "kcd.ticket.v1";
    private static final String REASON_PREFIX = "FAILURE_REASON_";
    private static final String NO_LISTS = REASON_PREFIX + "REVOCATION_UNKNOWN";
    private static final String CLASS_PREFIX = "FAILURE_CLASS_";
    private static final Duration TEMPORARY = Duration.ofSeconds(15);
    private static final Duration CONFIGURATION = Duration.ofMinutes(5);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    static BrokerError of(GrpcClientResponse<?, ?> response) {
        Optional<Status> details = details(response.trailers()).or(() -> details(response.headers()));
        return new BrokerError(
                response.status(),
                details.flatMap(d -> find(d, ErrorInfo.class))
                        .filter(i -> i.getDomain().equals(DOMAIN)),
                details.flatMap(d -> find(d, RetryInfo.class)));
    }

    /// Whether this says nothing about the user, so that another broker may be asked.
    boolean isSilence() {
        return info.isEmpty() && (status == null || status == GrpcStatus.UNAVAILABLE || status == GrpcStatus.CANCELLED);
    }

    /// Whether it speaks of the broker and not of the user: one that has just started has no revocation lists
    /// yet, while this edge has, or it would not have asked.
    boolean isOwnTrouble() {
        return info.map(ErrorInfo::getReason).filter(NO_LISTS::equals).isPresent();
    }

    /// By the class of the failure. A reason we do not know yet is treated by its class, an unknown class as temporary.
    TicketFailure failure() {
        if (info.isEmpty()) {
            return new TicketFailure.Temporary("BROKER_" + status, TEMPORARY);
        }
        String reason = withoutPrefix(info.get().getReason(), REASON_PREFIX);
        String failureClass = withoutPrefix(info.get().getMetadataOrDefault("class", ""), CLASS_PREFIX);
        return switch (failureClass) {
            case "PERMANENT" -> new TicketFailure.Permanent(reason);
            case "CONFIGURATION", "REQUEST" -> new TicketFailure.Configuration(reason, wait(CONFIGURATION));
            default -> new TicketFailure.Temporary(reason, wait(TEMPORARY));
        };
    }

    private Duration wait(Duration otherwise) {
        Duration told = retry.map(RetryInfo::getRetryDelay)
                .map(delay -> Duration.ofSeconds(delay.getSeconds(), delay.getNanos()))
                .filter(delay -> !delay.isNegative() && !delay.isZero())
                .orElse(otherwise);
        return told.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : told;
    }

    private static Optional<Status> details(MultiMap metadata) {
        String encoded = metadata.get(DETAILS);
        if (encoded == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Status.parseFrom(Base64.getDecoder().decode(encoded)));
        } catch (InvalidProtocolBufferException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static <T extends Message> Optional<T> find(Status status, Class<T> type) {
        for (Any detail : status.getDetailsList()) {
            if (detail.is(type)) {
                try {
                    return Optional.of(detail.unpack(type));
                } catch (InvalidProtocolBufferException _) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static String withoutPrefix(String name, String prefix) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }
}
