package kcd.edge.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLHandshakeException;
import kcd.pki.path.PathPolicy;
import kcd.pki.path.TrustAnchors;
import kcd.pki.trust.AnnouncedIssuers;
import kcd.pki.trust.HotTrustManager;
import kcd.pki.trust.PeerCheck;
import kcd.pki.trust.PeerRefusedException;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.TestCa;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
    private static final TestCa CA = CertificateWorkshop.now().root("Device CA");

    private final AtomicLong nanoTime = new AtomicLong();
    private final List<String> lines = new ArrayList<>();
    private final RefusalLog log = new RefusalLog(lines::add, nanoTime::get);

    @Test
    void says_which_certificate_and_why() {
        // When
        log.failed(handshakeOf(refusal()));

        // Then
        assertThat(lines).singleElement().asString().contains("EXPIRED").contains("old phone");
    }

    @Test
    void tells_nothing_of_other_failures() {
        // When
        log.failed(new IOException("connection reset"));

        // Then
        assertThat(lines).isEmpty();
    }

    @Test
    void is_not_flooded_and_says_how_much_it_left_out() {
        // Given
        Throwable failure = handshakeOf(refusal());
        for (int i = 0; i < 100; i++) {
            log.failed(failure);
        }

        // When
        nanoTime.addAndGet(1_000_000_000);
        log.failed(failure);

        // Then
        assertThat(lines).hasSize(RefusalLog.LINES_PER_SECOND + 1);
        assertThat(lines.getLast()).endsWith("(90 more went untold)");
    }

    private static Throwable handshakeOf(Exception cause) {
        SSLHandshakeException failure = new SSLHandshakeException("handshake");
        failure.initCause(cause);
        return failure;
    }

    private static PeerRefusedException refusal() {
        HotTrustManager trust = new HotTrustManager(
                TrustAnchors.of(List.of(CA.certificate())),
                PathPolicy.DEFAULT,
                PeerCheck.NONE,
                AnnouncedIssuers.ALL,
                Clock.systemUTC());
        try {
            trust.admit(CA.leaf("old phone").expired().issue().chain());
            throw new AssertionError("an expired certificate was admitted");
        } catch (PeerRefusedException refused) {
            return refused;
        }
    }
}
