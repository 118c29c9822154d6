package kcd.lab.upstream;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import kcd.lab.http.Headers;

/// What the server saw, as JSON, so that a client can check what a proxy in between added and took away.
final class Echo {

    private Echo() {}

    static byte[] of(SeenRequest request, long bodyBytes, String bodySha256) {
        String headers = request.head().headers().fields().stream()
                .map(field -> "    {\"name\": " + quoted(field.name()) + ", \"value\": " + quoted(shown(field)) + "}")
                .collect(Collectors.joining(",\n"));
        String json = """
                {
                  "user": %s,
                  "authenticatedBy": "%s",
                  "connection": %d,
                  "request": %d,
                  "method": %s,
                  "target": %s,
                  "bodyBytes": %d,
                  "bodySha256": "%s",
                  "headers": [
                %s
                  ]
                }
                """.formatted(
                        quoted(request.user().orElseThrow()),
                        request.byToken() ? "token" : "connection",
                        request.connection(),
                        request.id(),
                        quoted(request.head().method()),
                        quoted(request.head().target()),
                        bodyBytes,
                        bodySha256,
                        headers);
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /// A token is for the server alone, even in a lab.
    private static String shown(Headers.Field field) {
        return field.name().equalsIgnoreCase("Authorization")
                ? field.value().split(" ", 2)[0] + " (" + field.value().length() + " characters)"
                : field.value();
    }

    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c < 0x20 || c == '"' || c == '\\' || c > 0x7e) {
                json.append("\\u%04x".formatted(c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}
