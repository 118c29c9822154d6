package kcd.cli;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** Says why the broker did not answer: its own words where it has some, else what the connection met. */
final class BrokerFailure {
    /** Causes of causes that are looked at. */
    private static final int MAX_DEPTH = 10;

    private BrokerFailure() {}

    static String describe(StatusRuntimeException refused) {
        StringBuilder text = new StringBuilder()
                .append(refused.getStatus().getCode())
                .append(": ")
                .append(refused.getStatus().getDescription());
        if (refused.getCause() != null) {
            text.append(": ").append(innermost(refused.getCause()));
        }
        com.google.rpc.Status status = StatusProto.fromThrowable(refused);
        if (status != null) {
            status.getDetailsList().forEach(detail -> append(detail, text));
        }
        return Words.printable(text.toString());
    }

    static String innermost(Throwable thrown) {
        Throwable last = thrown;
        for (int i = 0; i < MAX_DEPTH && last.getCause() != null; i++) {
            last = last.getCause();
        }
        return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    }

    private static void append(Any detail, StringBuilder text) {
        try {
            if (detail.is(ErrorInfo.class)) {
                ErrorInfo info = detail.unpack(ErrorInfo.class);
                text.append('\n').append(info.getReason());
                String remedy = info.getMetadataOrDefault("remedy", "");
                if (!remedy.isEmpty()) {
                    text.append(": ").append(remedy);
                }
            }
        } catch (InvalidProtocolBufferException malformed) {
            text.append("\n(its details cannot be read: ")
                    .append(malformed.getMessage())
                    .append(')');
        }
    }
}
