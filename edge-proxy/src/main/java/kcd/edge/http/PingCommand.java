package kcd.edge.http;

import java.util.Base64;

/// Recognises ActiveSync's Ping, which the server holds until there is news: MS-ASHTTP sections 2.2.1.1.1.1.1 (a
/// base64-encoded query) and 2.2.1.1.1.1.2 (`Cmd=Ping`).
///
/// Only where ActiveSync lives: what the same query means to another application, and what it would make of our answer,
/// nobody knows.
public final class PingCommand {
    private static final String PATH = "/Microsoft-Server-ActiveSync";
    private static final String PLAIN = "Cmd=Ping";
    private static final int CODE = 18;
    private static final int BEGINNING = 4;

    private PingCommand() {}

    /// Whether a request is one, by its method and target.
    public static boolean isIn(String method, String requestTarget) {
        int mark = requestTarget.indexOf('?');
        return mark >= 0
                && method.equals("POST")
                && isActiveSync(requestTarget, mark)
                && (isPlain(requestTarget, mark) || isEncoded(requestTarget, mark));
    }

    private static boolean isActiveSync(String target, int mark) {
        return target.regionMatches(true, 0, PATH, 0, PATH.length())
                && (mark == PATH.length() || target.charAt(PATH.length()) == '/');
    }

    private static boolean isPlain(String target, int mark) {
        int begin = mark + 1;
        while (begin < target.length()) {
            int next = target.indexOf('&', begin);
            int end = next < 0 ? target.length() : next;
            if (end - begin == PLAIN.length() && target.regionMatches(true, begin, PLAIN, 0, PLAIN.length())) {
                return true;
            }
            begin = end + 1;
        }
        return false;
    }

    /// The first octet is the protocol's version, the second the command's code.
    private static boolean isEncoded(String target, int mark) {
        if (target.length() < mark + 1 + BEGINNING) {
            return false;
        }
        try {
            byte[] begun = Base64.getDecoder().decode(target.substring(mark + 1, mark + 1 + BEGINNING));
            return begun[1] == CODE && isVersion(begun[0]);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// 12.1 to 16.1, written without the point.
    private static boolean isVersion(byte version) {
        int number = version & 0xff;
        return number >= 121 && number <= 161;
    }
}
