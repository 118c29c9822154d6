package kcd.edge.observe;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import kcd.edge.door.HandshakeStalledException;
import kcd.pki.trust.PeerRefusedException;

/// Turns what ended a connection before its first request into one of a few words for a metric.
public final class HandshakeFailure {
    private static final int MAX_CAUSES = 8;

    private HandshakeFailure() {}

    /// The refusal of a certificate that ended it, if one did.
    static Optional<PeerRefusedException> refusal(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            if (cause instanceof PeerRefusedException refused) {
                return Optional.of(refused);
            }
        }
        return Optional.empty();
    }

    /// The reason code.
    public static String code(Throwable failure) {
        String code = "OTHER";
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            switch (cause) {
                case PeerRefusedException refused -> {
                    return refused.reason();
                }
                case NotSslRecordException _ -> {
                    return "NOT_TLS";
                }
                case HandshakeStalledException _ -> {
                    return "STALLED";
                }
                case SSLHandshakeException handshake -> {
                    if (String.valueOf(handshake.getMessage()).contains("PEER_DID_NOT_RETURN_A_CERTIFICATE")) {
                        return "NO_CERTIFICATE";
                    }
                    code = "HANDSHAKE";
                }
                case SSLException _ -> code = code.equals("OTHER") ? "TLS" : code;
                case DecoderException _ -> {}
                case IOException _ -> code = code.equals("OTHER") ? "CLOSED" : code;
                default -> {}
            }
        }
        return code;
    }
}
