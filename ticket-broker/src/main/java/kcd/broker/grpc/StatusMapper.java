package kcd.broker.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalClass;
import kcd.broker.refusal.RefusalReason;
import kcd.ticket.v1.FailureClass;
import kcd.ticket.v1.FailureReason;

/** Turns a refusal into the status that ticket_broker.proto promises; nobody else knows gRPC's codes. */
final class StatusMapper {
    private static final String DOMAIN = "kcd.ticket.v1";

    private StatusMapper() {}

    static StatusRuntimeException toStatus(Refusal refusal) {
        return toStatus(refusal, code(refusal.reason()));
    }

    /** For a caller that showed no certificate at all. */
    static StatusRuntimeException unauthenticated(Refusal refusal) {
        return toStatus(refusal, Code.UNAUTHENTICATED);
    }

    private static StatusRuntimeException toStatus(Refusal refusal, Code code) {
        var status = Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(refusal.message())
                .addDetails(Any.pack(errorInfo(refusal)));
        refusal.retryAfter()
                .ifPresent(delay -> status.addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder()
                                .setSeconds(delay.toSeconds())
                                .setNanos(delay.toNanosPart()))
                        .build())));
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private static ErrorInfo errorInfo(Refusal refusal) {
        var info = ErrorInfo.newBuilder()
                .setDomain(DOMAIN)
                .setReason(reason(refusal.reason()).name())
                .putMetadata("class", failureClass(refusal.refusalClass()).name());
        refusal.remedy().ifPresent(remedy -> info.putMetadata("remedy", remedy));
        refusal.kerberosError().ifPresent(error -> info.putMetadata("kerberos_error", Integer.toString(error)));
        return info.build();
    }

    private static FailureClass failureClass(RefusalClass refusalClass) {
        return switch (refusalClass) {
            case REQUEST -> FailureClass.FAILURE_CLASS_REQUEST;
            case PERMANENT -> FailureClass.FAILURE_CLASS_PERMANENT;
            case TEMPORARY -> FailureClass.FAILURE_CLASS_TEMPORARY;
            case CONFIGURATION -> FailureClass.FAILURE_CLASS_CONFIGURATION;
        };
    }

    private static Code code(RefusalReason reason) {
        return switch (reason) {
            case INVALID_REQUEST -> Code.INVALID_ARGUMENT;
            case CALLER_UNKNOWN, TARGET_NOT_ALLOWED, ASSERTION_NOT_ALLOWED, EXPLAIN_NOT_ALLOWED ->
                Code.PERMISSION_DENIED;
            case RATE_LIMITED -> Code.RESOURCE_EXHAUSTED;
            case CERTIFICATE_REJECTED,
                    CERTIFICATE_REVOKED,
                    NO_IDENTITY,
                    MAPPING_FAILED,
                    SID_MISMATCH,
                    USER_UNKNOWN,
                    USER_REVOKED,
                    USER_NOT_DELEGABLE,
                    USER_POLICY -> Code.FAILED_PRECONDITION;
            case TARGET_UNKNOWN,
                    DELEGATION_NOT_ALLOWED,
                    SERVICE_ACCOUNT,
                    ENCRYPTION_TYPE,
                    REALM_UNKNOWN,
                    KDC_UNSUPPORTED -> Code.INTERNAL;
            case REVOCATION_UNKNOWN, MAPPING_UNAVAILABLE, KDC_UNAVAILABLE, CLOCK_SKEW, KDC_PROTOCOL, INTERNAL ->
                Code.UNAVAILABLE;
        };
    }

    static FailureReason reason(RefusalReason reason) {
        return switch (reason) {
            case INVALID_REQUEST -> FailureReason.FAILURE_REASON_INVALID_REQUEST;
            case CALLER_UNKNOWN -> FailureReason.FAILURE_REASON_CALLER_UNKNOWN;
            case TARGET_NOT_ALLOWED -> FailureReason.FAILURE_REASON_TARGET_NOT_ALLOWED;
            case ASSERTION_NOT_ALLOWED -> FailureReason.FAILURE_REASON_ASSERTION_NOT_ALLOWED;
            case EXPLAIN_NOT_ALLOWED -> FailureReason.FAILURE_REASON_EXPLAIN_NOT_ALLOWED;
            case RATE_LIMITED -> FailureReason.FAILURE_REASON_RATE_LIMITED;
            case CERTIFICATE_REJECTED -> FailureReason.FAILURE_REASON_CERTIFICATE_REJECTED;
            case CERTIFICATE_REVOKED -> FailureReason.FAILURE_REASON_CERTIFICATE_REVOKED;
            case REVOCATION_UNKNOWN -> FailureReason.FAILURE_REASON_REVOCATION_UNKNOWN;
            case NO_IDENTITY -> FailureReason.FAILURE_REASON_NO_IDENTITY;
            case MAPPING_FAILED -> FailureReason.FAILURE_REASON_MAPPING_FAILED;
            case MAPPING_UNAVAILABLE -> FailureReason.FAILURE_REASON_MAPPING_UNAVAILABLE;
            case SID_MISMATCH -> FailureReason.FAILURE_REASON_SID_MISMATCH;
            case USER_UNKNOWN -> FailureReason.FAILURE_REASON_USER_UNKNOWN;
            case USER_REVOKED -> FailureReason.FAILURE_REASON_USER_REVOKED;
            case USER_NOT_DELEGABLE -> FailureReason.FAILURE_REASON_USER_NOT_DELEGABLE;
            case USER_POLICY -> FailureReason.FAILURE_REASON_USER_POLICY;
            case TARGET_UNKNOWN -> FailureReason.FAILURE_REASON_TARGET_UNKNOWN;
            case DELEGATION_NOT_ALLOWED -> FailureReason.FAILURE_REASON_DELEGATION_NOT_ALLOWED;
            case SERVICE_ACCOUNT -> FailureReason.FAILURE_REASON_SERVICE_ACCOUNT;
            case ENCRYPTION_TYPE -> FailureReason.FAILURE_REASON_ENCRYPTION_TYPE;
            case REALM_UNKNOWN -> FailureReason.FAILURE_REASON_REALM_UNKNOWN;
            case KDC_UNSUPPORTED -> FailureReason.FAILURE_REASON_KDC_UNSUPPORTED;
            case KDC_UNAVAILABLE -> FailureReason.FAILURE_REASON_KDC_UNAVAILABLE;
            case CLOCK_SKEW -> FailureReason.FAILURE_REASON_CLOCK_SKEW;
            case KDC_PROTOCOL -> FailureReason.FAILURE_REASON_KDC_PROTOCOL;
            case INTERNAL -> FailureReason.FAILURE_REASON_INTERNAL;
        };
    }
}
