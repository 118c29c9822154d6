package kcd.lab.crl;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ServerSocketFactory;
import kcd.lab.http.Headers;
import kcd.lab.http.HttpReader;
import kcd.lab.http.HttpWriter;
import kcd.lab.http.RequestHead;
import kcd.lab.net.LabPlace;
import kcd.lab.net.LoopbackServer;

/// Serves revocation lists over plain HTTP, entity tags included. RFC 5280 section 4.2.1.13.
public final class LabCrlHost implements AutoCloseable {

    static final Duration SLOW_PACE = Duration.ofMillis(200);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final Headers CRL = Headers.of("Content-Type", "application/pkix-crl");

    private final LoopbackServer server;
    private final Map<String, byte[]> lists = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile CrlFault fault = CrlFault.NONE;

    /// Listens on a free loopback port.
    public LabCrlHost() throws IOException {
        this(LabPlace.LOOPBACK.crlHost());
    }

    /// @param at where to listen; port 0 for a free one
    public LabCrlHost(InetSocketAddress at) throws IOException {
        this.server = LoopbackServer.start("lab-crl", at, ServerSocketFactory.getDefault(), this::serve);
    }

    /// Where a list is, or will be.
    public URI uri(String name) {
        return URI.create("http://localhost:" + server.port() + "/" + name);
    }

    /// Publishes a list, or replaces it.
    public void publish(String name, byte[] der) {
        lists.put("/" + name, der.clone());
    }

    public void misbehave(CrlFault how) {
        fault = how;
    }

    /// How often anything was asked for.
    public long requests() {
        return requests.get();
    }

    private void serve(Socket socket) throws IOException, InterruptedException {
        socket.setSoTimeout((int) IDLE_TIMEOUT.toMillis());
        HttpReader reader = new HttpReader(socket.getInputStream());
        HttpWriter writer = new HttpWriter(socket.getOutputStream());
        boolean more = true;
        while (more) {
            Optional<RequestHead> head = reader.head();
            more = head.isPresent() && answer(head.get(), writer);
        }
    }

    /// False when the connection has to go.
    private boolean answer(RequestHead head, HttpWriter writer) throws IOException, InterruptedException {
        requests.incrementAndGet();
        byte[] list = lists.get(head.path());
        if (list == null) {
            writer.send(404, Headers.NONE, new byte[0]);
            return !head.wantsClose();
        }
        return switch (fault) {
            case NONE -> whole(head, list, writer);
            case SERVER_ERROR -> status(500, writer);
            case MISSING -> status(404, writer);
            case TRUNCATED -> truncated(list, writer);
            case SLOW -> slowly(list, writer);
            case WEB_PAGE -> webPage(writer);
        };
    }

    private static boolean whole(RequestHead head, byte[] list, HttpWriter writer) throws IOException {
        String tag = "\"" + Integer.toHexString(Arrays.hashCode(list)) + "-" + list.length + "\"";
        boolean known =
                head.headers().first("If-None-Match").filter(tag::equals).isPresent();
        writer.send(known ? 304 : 200, CRL.with("ETag", tag), known ? new byte[0] : list);
        return !head.wantsClose();
    }

    private static boolean status(int status, HttpWriter writer) throws IOException {
        writer.send(status, Headers.NONE, new byte[0]);
        return true;
    }

    private static boolean truncated(byte[] list, HttpWriter writer) throws IOException {
        OutputStream out = writer.sized(200, CRL, list.length);
        out.write(list, 0, list.length / 2);
        out.flush();
        return false;
    }

    private boolean slowly(byte[] list, HttpWriter writer) throws IOException, InterruptedException {
        OutputStream out = writer.sized(200, CRL, list.length);
        for (byte octet : list) {
            out.write(octet);
            out.flush();
            if (closing.await(SLOW_PACE.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    private static boolean webPage(HttpWriter writer) throws IOException {
        byte[] page = "<!doctype html><title>Maintenance</title><p>We are back soon.".getBytes(StandardCharsets.UTF_8);
        writer.send(200, Headers.of("Content-Type", "text/html"), page);
        return true;
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
    }
}
