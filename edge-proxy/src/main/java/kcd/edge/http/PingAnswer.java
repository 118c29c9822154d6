package kcd.edge.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.HexFormat;

/// What Exchange answers a Ping whose time is over without news, so that the device sends the next one at once: status
/// 1, "the heartbeat interval expired before any changes occurred". MS-ASCMD section 2.2.3.177.12, MS-ASWBXML section
/// 2.1.2.1.14.
public final class PingAnswer {
    /// WBXML 1.3, UTF-8, no strings; code page 13; Ping { Status { "1" } }.
    private static final byte[] NO_CHANGES = HexFormat.of().parseHex("03016a00" + "000d" + "45" + "4703310001" + "01");

    private PingAnswer() {}

    /// Writes it.
    public static void send(HttpServerResponse response) {
        response.setStatusCode(200)
                .putHeader("Content-Type", "application/vnd.ms-sync.wbxml")
                .putHeader("Cache-Control", "private")
                .end(Buffer.buffer(NO_CHANGES));
    }
}
