package kcd.edge.proxy;

import io.vertx.core.MultiMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The head of an upstream's answer.
///
/// @param status code
/// @param reason phrase
/// @param http11 or else HTTP/1.0
/// @param headers as they came
record AnswerHead(int status, String reason, boolean http11, MultiMap headers) {
    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /// Whether the upstream keeps the connection for another request.
    boolean keepsConnection() {
        String connection = header("Connection");
        return http11
                && (connection == null || !connection.toLowerCase(Locale.ROOT).contains("close"));
    }
}
