package kcd.edge.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import kcd.edge.http.EdgeReason;
import kcd.edge.ticket.TicketFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureResponseTest {
    @ParameterizedTest
    @EnumSource(EdgeReason.class)
    void never_asks_a_device_for_a_password(EdgeReason reason) {
        // When
        FailureResponse response = FailureResponse.to(new Failure.Local(reason));

        // Then
        assertThat(response.status()).isNotIn(401, 407);
        assertThat(response.code()).isEqualTo(reason.name());
        assertThat(response.retryAfter().isPresent()).isEqualTo(response.status() == 503);
    }

    @ParameterizedTest
    @CsvSource({
        "MALFORMED_REQUEST, 400",
        "MALFORMED_TARGET, 400",
        "NO_ROUTE, 404",
        "METHOD_REFUSED, 405",
        "TARGET_TOO_LONG, 414",
        "HEADER_TOO_LARGE, 431",
        "CERTIFICATE_MISSING, 403",
        "CERTIFICATE_REJECTED, 403",
        "CERTIFICATE_REVOKED, 403",
        "REVOCATION_UNKNOWN, 503",
        "TOO_MANY_REQUESTS, 503",
        "UPSTREAM_UNREACHABLE, 503",
        "UPSTREAM_UNTRUSTED, 503",
        "UPSTREAM_BROKEN, 503",
        "TOKEN_REFUSED, 503",
        "TOKEN_REFUSED_MIDWAY, 503",
        "MOVED_MIDWAY, 503",
        "UPSTREAM_UNPROVEN, 503",
        "MIX_UP_PREVENTED, 503",
        "BODY_TOO_LARGE, 413",
        "INTERNAL, 503",
    })
    void answers_each_reason_of_its_own_by_the_table(EdgeReason reason, int status) {
        // When
        FailureResponse response = FailureResponse.to(new Failure.Local(reason));

        // Then
        assertThat(response.status()).isEqualTo(status);
    }

    @Test
    void is_final_where_only_a_change_to_the_user_helps() {
        // When
        FailureResponse response =
                FailureResponse.to(new Failure.NoTicket(new TicketFailure.Permanent("USER_UNKNOWN")));

        // Then
        assertThat(response).isEqualTo(new FailureResponse(403, Optional.empty(), "USER_UNKNOWN"));
    }

    @Test
    void says_when_to_come_back_as_the_broker_said() {
        // When
        FailureResponse response = FailureResponse.to(
                new Failure.NoTicket(new TicketFailure.Temporary("KDC_UNAVAILABLE", Duration.ofSeconds(7))));

        // Then
        assertThat(response).isEqualTo(new FailureResponse(503, Optional.of(Duration.ofSeconds(7)), "KDC_UNAVAILABLE"));
    }

    @Test
    void recovers_phones_untouched_from_a_configuration_fault() {
        // When
        FailureResponse response = FailureResponse.to(new Failure.NoTicket(
                new TicketFailure.Configuration("DELEGATION_NOT_ALLOWED", Duration.ofMinutes(10))));

        // Then
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.retryAfter()).contains(Duration.ofMinutes(10));
    }

    @Test
    void spreads_the_return_of_devices_over_half_the_wait_and_never_shortens_it() {
        // Given
        FailureResponse response = new FailureResponse(503, Optional.of(Duration.ofSeconds(20)), "X");
        Random random = new Random(1);

        // When
        long[] waits = IntStream.range(0, 1000)
                .mapToLong(_ -> response.jitteredRetryAfterSeconds(random).orElseThrow())
                .toArray();

        // Then
        assertThat(waits).contains(20, 30);
        assertThat(LongStream.of(waits)).allMatch(wait -> wait >= 20 && wait <= 30);
    }
}
