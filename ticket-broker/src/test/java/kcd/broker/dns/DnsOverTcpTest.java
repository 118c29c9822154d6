package kcd.broker.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a name server on loopback that answers what it is told. */
@Timeout(120)
class DnsOverTcpTest {
    private static final String NAME = "_kerberos._tcp.a.test";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** TCPMUX, which nobody has: a port that was free a moment ago might not be. */
    private static final int NOBODY = 1;

    private static final int SRV = 33;
    private static final int CNAME = 5;

    private ServerSocket server;
    private volatile Duration trickle = Duration.ZERO;
    private volatile Answer answer = (id, question) -> response(id, 0, question, 1, record(SRV, 600, 0, "dc1.a.test"));

    private interface Answer {
        byte[] to(int id, byte[] question) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void reads_priorities_weights_ports_and_the_shortest_time_to_live() throws Exception {
        // Given
        answer = (id, question) -> response(
                id,
                0,
                question,
                3,
                record(SRV, 600, 0, "dc1.a.test"),
                record(CNAME, 1, 0, "elsewhere.a.test"),
                record(SRV, 120, 10, "dc2.a.test"));

        // When
        SrvAnswer found = lookup();

        // Then
        assertThat(found)
                .isEqualTo(new SrvAnswer(
                        List.of(new SrvRecord(0, 100, 88, "dc1.a.test"), new SrvRecord(10, 100, 88, "dc2.a.test")),
                        Duration.ofSeconds(120)));
    }

    @Test
    void a_target_of_the_root_means_there_is_no_such_service() throws Exception {
        answer = (id, question) -> response(id, 0, question, 1, record(SRV, 600, 0, ""));
        assertThat(lookup().records()).isEmpty();
    }

    @Test
    void follows_pointers_back_into_the_question() throws Exception {
        // Given: the target is "dc1" and a pointer to ".a.test" in the question's name, at 12 + 10 + 5
        byte[] rdata = {0, 0, 0, 100, 0, 88, 3, 'd', 'c', '1', (byte) 0xC0, 27};
        answer = (id, question) -> response(id, 0, question, 1, record(SRV, 60, rdata));

        // When, Then
        assertThat(lookup().records()).containsExactly(new SrvRecord(0, 100, 88, "dc1.a.test"));
    }

    @Test
    void a_circle_of_pointers_ends() {
        byte[] rdata = {0, 0, 0, 100, 0, 88, (byte) 0xC0, 57};
        answer = (id, question) -> response(id, 0, question, 1, record(SRV, 60, rdata));
        assertThatThrownBy(this::lookup).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void an_error_code_is_a_failure(int code) {
        answer = (id, question) -> response(id, code, question, 0);
        assertThatThrownBy(this::lookup).isInstanceOf(IOException.class);
    }

    @Test
    void an_answer_to_another_question_is_refused() {
        answer = (id, question) -> response(id ^ 1, 0, question, 1, record(SRV, 600, 0, "dc1.a.test"));
        assertThatThrownBy(this::lookup).isInstanceOf(IOException.class);
    }

    @Test
    void the_next_server_is_asked_when_one_is_down() throws Exception {
        // Given
        var down = new InetSocketAddress(InetAddress.getLoopbackAddress(), NOBODY);
        var dns = new DnsOverTcp(() -> List.of(down, address()), PATIENCE, new SecureRandom());

        // When, Then
        assertThat(dns.lookup(NAME).records()).hasSize(1);
    }

    @Test
    void an_answer_byte_by_byte_does_not_outlast_the_deadline() {
        // Given
        trickle = Duration.ofMillis(20);
        answer = (_, _) -> new byte[60_000];
        var dns = new DnsOverTcp(() -> List.of(address()), Duration.ofMillis(300), new SecureRandom());

        // When, Then
        long startedAt = System.nanoTime();
        assertThatThrownBy(() -> dns.lookup(NAME)).isInstanceOf(IOException.class);
        // The whole answer takes twenty minutes.
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void garbage_and_truncation_end_in_an_exception_and_nothing_else() throws Exception {
        var random = new Random(11);
        byte[] sound = answer.to(7, DnsMessage.question(7, NAME));
        for (int i = 0; i < 20_000; i++) {
            byte[] message = java.util.Arrays.copyOf(sound, random.nextInt(sound.length + 1));
            for (int flips = random.nextInt(4); flips > 0 && message.length > 0; flips--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(DnsMessage.answer(7, message).records()).hasSizeLessThanOrEqualTo(DnsMessage.MAX_RECORDS);
            } catch (IOException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void finds_the_systems_name_servers(@TempDir Path directory) throws Exception {
        // Given
        Path file = Files.writeString(
                directory.resolve("resolv.conf"),
                "search a.test\n# nameserver 9.9.9.9\nnameserver 127.0.0.1\nnameserver ::1\n");

        // When, Then
        assertThat(NameServers.of(file))
                .containsExactly(new InetSocketAddress("127.0.0.1", 53), new InetSocketAddress("::1", 53));
        assertThat(NameServers.of(directory.resolve("none"))).isEmpty();
    }

    private SrvAnswer lookup() throws IOException {
        return new DnsOverTcp(() -> List.of(address()), PATIENCE, new SecureRandom()).lookup(NAME);
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    private void serve() {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                var in = new DataInputStream(socket.getInputStream());
                byte[] question = in.readNBytes(in.readUnsignedShort());
                byte[] reply = answer.to((question[0] & 0xFF) << 8 | question[1] & 0xFF, question);
                var out = new DataOutputStream(socket.getOutputStream());
                out.writeShort(reply.length);
                for (int i = 0; !trickle.isZero() && i < reply.length; i++) {
                    out.write(reply[i]);
                    LockSupport.parkNanos(trickle.toNanos());
                }
                out.write(reply);
            } catch (IOException e) {
                // The client hung up, or the test is over.
            }
        }
    }

    private static byte[] response(int id, int code, byte[] question, int answers, byte[]... records)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeShort(id);
        out.writeShort(0x8180 | code);
        out.writeShort(1);
        out.writeShort(answers);
        out.writeInt(0);
        out.write(question, 12, question.length - 12);
        for (byte[] record : records) {
            out.write(record);
        }
        return bytes.toByteArray();
    }

    private static byte[] record(int type, int timeToLive, int priority, String target) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeShort(priority);
        out.writeShort(100);
        out.writeShort(88);
        for (String label : target.isEmpty() ? new String[0] : target.split("\\.", -1)) {
            out.writeByte(label.length());
            out.write(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.writeByte(0);
        return record(type, timeToLive, bytes.toByteArray());
    }

    private static byte[] record(int type, int timeToLive, byte[] rdata) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeShort(0xC00C);
        out.writeShort(type);
        out.writeShort(1);
        out.writeInt(timeToLive);
        out.writeShort(rdata.length);
        out.write(rdata);
        return bytes.toByteArray();
    }
}
