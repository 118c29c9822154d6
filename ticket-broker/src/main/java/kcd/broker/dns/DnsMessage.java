package kcd.broker.dns;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Questions for service records and the answers, as bytes. RFC 1035 section 4 and RFC 2782. */
final class DnsMessage {
    static final int MAX_RECORDS = 256;
    private static final int MAX_LABEL = 63;
    private static final int MAX_NAME = 255;
    private static final int HEADER_BYTES = 12;
    private static final int SRV = 33;
    private static final int INTERNET = 1;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int IS_RESPONSE = 0x8000;
    private static final int RESPONSE_CODE = 0x000F;
    private static final int NO_SUCH_NAME = 3;
    private static final int POINTER = 0xC0;

    private DnsMessage() {}

    static byte[] question(int id, String name) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(HEADER_BYTES)
                .putShort((short) id)
                .putShort((short) RECURSION_DESIRED)
                .putShort((short) 1)
                .array());
        for (String label : name.split("\\.", -1)) {
            byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
            if (bytes.length == 0 || bytes.length > MAX_LABEL) {
                throw new IllegalArgumentException("no host name: " + name);
            }
            out.write(bytes.length);
            out.writeBytes(bytes);
        }
        out.writeBytes(new byte[] {0, 0, SRV, 0, INTERNET});
        return out.toByteArray();
    }

    /** Reads the answer to the question with this number. */
    static SrvAnswer answer(int id, byte[] message) throws IOException {
        try {
            return answer(id, ByteBuffer.wrap(message));
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            throw new ProtocolException("the DNS answer is cut short or makes no sense");
        }
    }

    private static SrvAnswer answer(int id, ByteBuffer in) throws IOException {
        int number = Short.toUnsignedInt(in.getShort());
        int flags = Short.toUnsignedInt(in.getShort());
        int questions = Short.toUnsignedInt(in.getShort());
        int answers = Short.toUnsignedInt(in.getShort());
        if (number != id || (flags & IS_RESPONSE) == 0 || questions > 1 || answers > MAX_RECORDS) {
            throw new ProtocolException("the DNS answer is to another question, or of unlikely size");
        }
        int code = flags & RESPONSE_CODE;
        if (code != 0) {
            throw new IOException(code == NO_SUCH_NAME ? "the name does not exist" : "DNS error " + code);
        }
        in.position(HEADER_BYTES);
        if (questions == 1) {
            name(in);
            in.getInt();
        }
        return records(in, answers);
    }

    private static SrvAnswer records(ByteBuffer in, int answers) throws IOException {
        List<SrvRecord> records = new ArrayList<>();
        long timeToLive = Integer.MAX_VALUE;
        for (int i = 0; i < answers; i++) {
            name(in);
            int type = Short.toUnsignedInt(in.getShort());
            int dnsClass = Short.toUnsignedInt(in.getShort());
            long seconds = Integer.toUnsignedLong(in.getInt());
            int end = Short.toUnsignedInt(in.getShort()) + in.position();
            if (type == SRV && dnsClass == INTERNET) {
                timeToLive = Math.min(timeToLive, seconds);
                int priority = Short.toUnsignedInt(in.getShort());
                int weight = Short.toUnsignedInt(in.getShort());
                int port = Short.toUnsignedInt(in.getShort());
                String target = name(in);
                if (!target.isEmpty()) { // RFC 2782: a target of "." says that there is no such service
                    records.add(new SrvRecord(priority, weight, port, target));
                }
            }
            in.position(end);
        }
        return new SrvAnswer(records, Duration.ofSeconds(timeToLive));
    }

    /** Reads a name and leaves the buffer behind it. A pointer must lead back, so that no chain of them is a circle. */
    private static String name(ByteBuffer in) throws IOException {
        var name = new StringBuilder();
        int behind = -1;
        int start = in.position();
        while (true) {
            int length = Byte.toUnsignedInt(in.get());
            if (length == 0) {
                break;
            }
            if ((length & POINTER) == POINTER) {
                int target = (length & ~POINTER) << 8 | Byte.toUnsignedInt(in.get());
                behind = behind < 0 ? in.position() : behind;
                if (target >= start) {
                    throw new ProtocolException("the DNS answer has a pointer that does not lead back");
                }
                start = target;
                in.position(target);
            } else if (length > MAX_LABEL || name.length() + length > MAX_NAME) {
                throw new ProtocolException("the DNS answer has a name of unlikely length");
            } else {
                var label = new byte[length];
                in.get(label);
                name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
            }
        }
        if (behind >= 0) {
            in.position(behind);
        }
        return name.toString();
    }
}
