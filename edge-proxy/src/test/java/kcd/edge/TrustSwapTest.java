package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.RawDevice;
import kcd.edge.bed.TestEdge;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Pem;
import kcd.pki.workshop.TestCa;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A CA is rolled over while a thousand devices connect: nobody is let in or turned away who should not be.
class TrustSwapTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String LET_IN = "HTTP/1.1 404 Not Found";
    private static final int CONNECTIONS = 1_000;
    private static final int AT_ONCE = 16;

    private final TestCa before = CertificateWorkshop.now().root("Device CA 1");
    private final TestCa after = CertificateWorkshop.now().root("Device CA 2");

    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();
    private TestEdge edge;

    @BeforeEach
    void start() throws IOException {
        trust(before);
        edge = frame.edge(Map.of(
                "kcd.client-certificates.trust-store",
                bed.file("rolling.pem"),
                "kcd.limits.connections-per-certificate",
                "100"));
    }

    @Test
    void rolls_over_from_one_ca_to_the_next_without_a_wrong_verdict() throws Exception {
        // Given
        RawDevice old = device(before);
        RawDevice fresh = device(after);
        RawDevice stranger = device(CertificateWorkshop.now().root("Device CA 2"));
        assertThat(fresh.ask("/x")).isNotEqualTo(LET_IN);

        try (ExecutorService devices = Executors.newFixedThreadPool(AT_ONCE)) {
            // When: both are trusted, from some moment on
            List<Future<String>> oldAsked = ask(devices, old, CONNECTIONS / 4);
            List<Future<String>> strangerAsked = ask(devices, stranger, CONNECTIONS / 4);
            trust(before, after);

            // Then: what is trusted before and after the swap is never turned away, a stranger never let in
            assertThat(answers(oldAsked)).containsOnly(LET_IN);
            assertThat(answers(strangerAsked)).doesNotContain(LET_IN);
            Await.until(
                    "the new CA is trusted",
                    SOON,
                    () -> edge.trustRefused() == 0 && answer(fresh).equals(LET_IN));

            // When: the old one goes
            List<Future<String>> freshAsked = ask(devices, fresh, CONNECTIONS / 4);
            List<Future<String>> goingAsked = ask(devices, old, CONNECTIONS / 4);
            trust(after);

            // Then
            assertThat(answers(freshAsked)).containsOnly(LET_IN);
            assertThat(answers(goingAsked)).hasSize(CONNECTIONS / 4);
            Await.until(
                    "the old CA is trusted no more", SOON, () -> !answer(old).equals(LET_IN));
            assertThat(answers(ask(devices, old, AT_ONCE))).doesNotContain(LET_IN);
        }
    }

    @Test
    void keeps_the_old_trust_and_raises_the_alarm_while_the_new_is_broken() throws Exception {
        // Given
        RawDevice device = device(before);

        // When
        write("-----BEGIN CERTIFICATE-----\nnonsense");

        // Then
        Await.until("the alarm", SOON, () -> edge.trustRefused() == 1);
        assertThat(device.ask("/x")).isEqualTo(LET_IN);
        trust(before, after);
        Await.until("the end of the alarm", SOON, () -> edge.trustRefused() == 0);
        assertThat(device(after).ask("/x")).isEqualTo(LET_IN);
    }

    private RawDevice device(TestCa ca) {
        return new RawDevice(ca.user("alice@example.com"), bed.serviceTrust(), edge.port());
    }

    private static List<Future<String>> ask(ExecutorService devices, RawDevice device, int times) {
        AtomicInteger number = new AtomicInteger();
        List<Future<String>> asked = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Callable<String> once = () -> device.ask("/x" + number.incrementAndGet());
            asked.add(devices.submit(once));
        }
        return asked;
    }

    private static List<String> answers(List<Future<String>> asked) throws Exception {
        List<String> answers = new ArrayList<>();
        for (Future<String> one : asked) {
            answers.add(one.get());
        }
        return answers;
    }

    private static String answer(RawDevice device) {
        try {
            return device.ask("/x");
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void trust(TestCa... cas) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (TestCa ca : cas) {
            certificates.add(ca.certificate());
        }
        write(Pem.of(certificates));
    }

    private void write(String text) throws IOException {
        Path next = Files.writeString(bed.directory().resolve("next.pem"), text);
        Files.move(
                next,
                bed.directory().resolve("rolling.pem"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
