package kcd.broker.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import kcd.broker.client.BrokerClient;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalClass;
import kcd.broker.refusal.RefusalReason;
import kcd.ticket.v1.FailureClass;
import kcd.ticket.v1.FailureReason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusMapperTest {
    @ParameterizedTest
    @EnumSource(RefusalReason.class)
    void keeps_the_contract_for_every_reason(RefusalReason reason) {
        // Given
        Refusal refusal = new Refusal(
                reason, "what happened", OptionalInt.of(13), Optional.of("what to do"), reason.retryAfter());

        // When
        var status = StatusMapper.toStatus(refusal);

        // Then
        ErrorInfo info = BrokerClient.errorInfo(status);
        assertThat(info.getDomain()).isEqualTo("kcd.ticket.v1");
        assertThat(FailureReason.valueOf(info.getReason()).name()).endsWith(reason.name());
        FailureClass failureClass = FailureClass.valueOf(info.getMetadataOrThrow("class"));
        assertThat(failureClass.name()).endsWith(reason.refusalClass().name());
        assertThat(info.getMetadataOrThrow("remedy")).isEqualTo("what to do");
        assertThat(info.getMetadataOrThrow("kerberos_error")).isEqualTo("13");
        assertThat(status.getStatus().getDescription()).isEqualTo("what happened");
        assertThat(allowedCodes(reason.refusalClass()))
                .contains(status.getStatus().getCode());
        boolean retryable =
                reason.refusalClass() == RefusalClass.TEMPORARY || reason.refusalClass() == RefusalClass.CONFIGURATION;
        assertThat(BrokerClient.retryInfo(status).isPresent()).isEqualTo(retryable);
    }

    /** As ticket_broker.proto says at FailureClass. */
    private static Set<Status.Code> allowedCodes(RefusalClass refusalClass) {
        return switch (refusalClass) {
            case REQUEST ->
                Set.of(Status.Code.INVALID_ARGUMENT, Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED);
            case PERMANENT -> Set.of(Status.Code.FAILED_PRECONDITION);
            case TEMPORARY -> Set.of(Status.Code.UNAVAILABLE, Status.Code.RESOURCE_EXHAUSTED);
            case CONFIGURATION -> Set.of(Status.Code.INTERNAL);
        };
    }
}
