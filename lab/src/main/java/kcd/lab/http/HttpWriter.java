package kcd.lab.http;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes responses to one connection. RFC 9112 sections 4 and 6.
public final class HttpWriter {

    private static final int BUFFER_BYTES = 16_384;

    private final OutputStream out;

    public HttpWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    }

    /// Tells the client to go on with its body. RFC 9110 section 10.1.1.
    public void goOn() throws IOException {
        out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /// A whole response with its length.
    public void send(int status, Headers headers, byte[] body) throws IOException {
        head(status, status == 204 || status == 304 ? headers : headers.with("Content-Length", "" + body.length));
        out.write(body);
        out.flush();
    }

    /// The head of a response to `HEAD`: the fields of a `GET`, without its body.
    public void sendHeadOnly(int status, Headers headers, long length) throws IOException {
        head(status, headers.with("Content-Length", Long.toString(length)));
        out.flush();
    }

    /// Starts a response whose announced length the caller then writes, or, to play a fault, does not.
    public OutputStream sized(int status, Headers headers, long length) throws IOException {
        head(status, headers.with("Content-Length", Long.toString(length)));
        return new Unclosed(out);
    }

    /// Starts a chunked response; closing the stream ends the body, not the connection.
    public OutputStream chunked(int status, Headers headers) throws IOException {
        head(status, headers.with("Transfer-Encoding", "chunked"));
        return new Chunks(out);
    }

    private void head(int status, Headers headers) throws IOException {
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(status).append(' ').append(reason(status));
        for (Headers.Field field : headers.fields()) {
            head.append("\r\n").append(field.name()).append(": ").append(field.value());
        }
        out.write(head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "Status";
        };
    }

    /// Keeps a body's end from closing the connection.
    private static class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            out.write(from, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private static final class Chunks extends Unclosed {
        Chunks(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            if (length == 0) {
                return; // a chunk of size zero would end the body
            }
            out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(from, offset, length);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() throws IOException {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            flush();
        }
    }
}
