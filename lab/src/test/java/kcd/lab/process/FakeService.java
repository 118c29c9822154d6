package kcd.lab.process;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/// Stands for a packaged service: reads its settings where services do, is ready where services are, or refuses to
/// start.
public final class FakeService {

    private FakeService() {}

    public static void main(String[] arguments) throws IOException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(System.getenv("SMALLRYE_CONFIG_LOCATIONS")))) {
            settings.load(file);
        }
        System.out.println("greeting: " + settings.getProperty("greeting"));
        if (settings.containsKey("refuse")) {
            System.exit(3);
        }
        int port = Integer.parseInt(settings.getProperty("quarkus.management.port"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }
}
