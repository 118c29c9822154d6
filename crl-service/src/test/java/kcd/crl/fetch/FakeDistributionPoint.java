package kcd.crl.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A CA's web server in this JVM, on loopback, that behaves as a test tells it. */
public final class FakeDistributionPoint implements AutoCloseable {

    /** How to answer a request. */
    @FunctionalInterface
    public interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour = status(404);

    public FakeDistributionPoint() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI().getPath());
            try (exchange) {
                behaviour.answer(exchange);
            }
        });
        server.start();
    }

    public DistributionPoint point() {
        return point("/ca.crl");
    }

    public DistributionPoint point(String path) {
        return new DistributionPoint(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
    }

    public FakeDistributionPoint behave(Behaviour next) {
        behaviour = next;
        return this;
    }

    public List<String> requests() {
        return requests;
    }

    public static Behaviour status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    public static Behaviour body(byte[] body) {
        return exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    /** Answers with an ETag, and 304 to whoever has it. */
    public static Behaviour tagged(String etag, byte[] body) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", etag);
            if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                body(body).answer(exchange);
            }
        };
    }

    public static Behaviour redirect(String location) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
