package kcd.edge.bed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kcd.pki.workshop.Credential;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// What tests of the edge stand in: a bed in a directory of its own, and the edges, devices and other things opened on
/// it, which end with the test that opened them, the last one first.
///
/// Each test has a bed of its own, or where the frame is static, the class has one for all its tests; what was opened
/// before the first of them then lasts as long.
///
/// ```
/// @RegisterExtension
/// final EdgeFrame frame = new EdgeFrame();
///
/// private final EdgeBed bed = frame.bed();
/// private final TestEdge edge = frame.edge();
/// ```
public final class EdgeFrame implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final EdgeBed bed;
    private boolean servesClass;
    private int lasting;

    public EdgeFrame() {
        try {
            Path directory = Files.createTempDirectory("edge-bed-");
            keep(() -> delete(directory));
            bed = keep(new EdgeBed(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public EdgeBed bed() {
        return bed;
    }

    /// An edge by the bed's settings.
    public TestEdge edge() {
        return edge(Map.of());
    }

    /// One by the bed's settings and these, which win.
    public TestEdge edge(Map<String, String> more) {
        return edge(more, Clock.systemUTC());
    }

    /// The same, by this clock.
    public TestEdge edge(Map<String, String> more, Clock clock) {
        Map<String, String> settings = bed.settings();
        settings.putAll(more);
        return keep(new TestEdge(settings, clock));
    }

    /// A device of this user with a certificate the edge trusts, that speaks HTTP/1.1.
    public TestDevice device(TestEdge edge, String user) {
        return device(edge, user, Version.HTTP_1_1);
    }

    public TestDevice device(TestEdge edge, String user, Version version) {
        return device(edge, bed.device(user), version);
    }

    /// A device with this certificate.
    public TestDevice device(TestEdge edge, Credential credential, Version version) {
        return keep(new TestDevice(credential, bed.serviceTrust(), edge.port(), version));
    }

    /// A device without a certificate.
    public TestDevice nobody(TestEdge edge) {
        return keep(new TestDevice(null, bed.serviceTrust(), edge.port(), Version.HTTP_1_1));
    }

    /// Ends this with the test, or with the class if no test has begun.
    public <T extends AutoCloseable> T keep(T opened) {
        open.push(opened);
        return opened;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        servesClass = true;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        lasting = servesClass ? open.size() : 0;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        endAllBut(lasting);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        endAllBut(0);
    }

    private void endAllBut(int lasting) throws Exception {
        if (open.size() > lasting) {
            try (AutoCloseable _ = open.pop()) {
                endAllBut(lasting);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> below = Files.walk(directory)) {
            List<Path> deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }
}
