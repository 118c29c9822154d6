package kcd.lab.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads requests from one connection, strictly: whatever two servers could understand differently (two lengths, folded
/// lines, a blank before the colon, a bare LF) is refused, so that a proxy in front that lets it through is found out.
/// RFC 9112 sections 2, 5, 6 and 11.2.
public final class HttpReader {

    /// The most that IIS can be set to (MaxFieldLength); Kerberos tokens with a large PAC come near it.
    static final int MAX_LINE_BYTES = 65_534;

    static final int MAX_FIELDS = 200;
    private static final int BUFFER_BYTES = 16_384;

    private final BufferedInputStream in;

    public HttpReader(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
    }

    /// The next request's head; empty when the peer closed between requests.
    public Optional<RequestHead> head() throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            return Optional.empty();
        }
        in.reset();
        String[] start = line().split(" ", -1);
        if (start.length != 3 || !isToken(start[0]) || start[1].isEmpty()) {
            throw new HttpSyntaxException("malformed request line");
        }
        if (!start[2].equals("HTTP/1.1")) {
            throw new HttpSyntaxException("unsupported version " + start[2]);
        }
        Headers headers = fields();
        if (headers.all("Host").size() != 1) {
            throw new HttpSyntaxException("a request has exactly one Host field");
        }
        return Optional.of(new RequestHead(start[0], start[1], headers));
    }

    /// The body that belongs to this head; ends with -1 and never reads past its end.
    public InputStream body(RequestHead head) throws IOException {
        List<String> lengths = head.headers().all("Content-Length");
        List<String> codings = head.headers().all("Transfer-Encoding");
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty()) {
                throw new HttpSyntaxException("both Transfer-Encoding and Content-Length");
            }
            if (codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
                throw new HttpSyntaxException("unsupported Transfer-Encoding " + codings);
            }
            return new ChunkedBody(this);
        }
        if (lengths.size() > 1) {
            throw new HttpSyntaxException("more than one Content-Length");
        }
        return new FixedBody(in, lengths.isEmpty() ? 0 : number(lengths.getFirst(), 10));
    }

    /// Whether the peer has closed; waits for it as long as the socket's read timeout lasts, which ends in
    /// [java.net.SocketTimeoutException]. Data that arrives meanwhile is kept for the next request.
    public boolean peerCloses() throws IOException {
        in.mark(1);
        int next = in.read();
        in.reset();
        return next < 0;
    }

    Headers fields() throws IOException {
        List<Headers.Field> fields = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1 || !isToken(line.substring(0, colon))) {
                throw new HttpSyntaxException("malformed field line");
            }
            if (fields.size() == MAX_FIELDS) {
                throw new HttpSyntaxException("more than " + MAX_FIELDS + " fields");
            }
            fields.add(new Headers.Field(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new Headers(fields);
    }

    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = octet(); b != '\r'; b = octet()) {
            if (b == '\n' || b == 0) {
                throw new HttpSyntaxException("bare LF or NUL in a line");
            }
            if (line.size() == MAX_LINE_BYTES) {
                throw new HttpSyntaxException("line longer than " + MAX_LINE_BYTES);
            }
            line.write(b);
        }
        if (octet() != '\n') {
            throw new HttpSyntaxException("bare CR in a line");
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    int read(byte[] into, int offset, int length) throws IOException {
        return in.read(into, offset, length);
    }

    static long number(String digits, int radix) throws HttpSyntaxException {
        // parseLong would also take a sign; 15 digits cannot overflow in either radix.
        if (digits.isEmpty() || digits.length() > 15 || digits.chars().anyMatch(c -> Character.digit(c, radix) < 0)) {
            throw new HttpSyntaxException("malformed length");
        }
        return Long.parseLong(digits, radix);
    }

    private int octet() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("connection closed inside a message");
        }
        return b;
    }

    private static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> c > 0x20 && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0);
    }
}
