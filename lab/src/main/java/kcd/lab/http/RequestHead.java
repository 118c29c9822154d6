package kcd.lab.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// A request line and its fields. RFC 9112 section 3.
public record RequestHead(String method, String target, Headers headers) {

    public String path() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    /// The first value of a query parameter, decoded.
    public Optional<String> query(String name) {
        int question = target.indexOf('?');
        if (question < 0) {
            return Optional.empty();
        }
        return Arrays.stream(target.substring(question + 1).split("&", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair[0].equals(name))
                .map(pair -> pair.length < 2 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8))
                .findFirst();
    }

    public boolean wantsClose() {
        return headers.lists("Connection", "close");
    }

    public boolean expectsContinue() {
        return headers.first("Expect").filter("100-continue"::equalsIgnoreCase).isPresent();
    }
}
