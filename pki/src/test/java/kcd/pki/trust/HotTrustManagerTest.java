package kcd.pki.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import kcd.pki.path.PathPolicy;
import kcd.pki.path.TrustAnchors;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.TestCa;
import org.junit.jupiter.api.Test;

class HotTrustManagerTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final int CLIENTS = 4;
    private static final int HANDSHAKES = 200;

    private final CertificateWorkshop workshop = CertificateWorkshop.at(NOW);
    private final TestCa oldCa = workshop.root("Old CA");
    private final TestCa newCa = workshop.root("New CA");
    private final TestCa lastingCa = workshop.root("Lasting CA");
    private final TestCa neverCa = workshop.root("Never CA");

    @Test
    void admits_what_it_trusts_and_says_why_not_otherwise() {
        HotTrustManager manager = trusting(PeerCheck.NONE, oldCa);
        assertAdmitted(manager, oldCa.user("a@b"));
        assertRefused(manager, newCa.user("a@b"), "UNKNOWN_ISSUER");
        assertRefused(manager, oldCa.leaf("x").expired().issue(), "EXPIRED");
        assertThatThrownBy(() -> manager.checkClientTrusted(null, "ECDHE_ECDSA"))
                .isInstanceOfSatisfying(
                        PeerRefusedException.class, e -> assertThat(e.reason()).isEqualTo("EMPTY_CHAIN"));
    }

    @Test
    void replaces_its_trust() {
        HotTrustManager manager = trusting(PeerCheck.NONE, oldCa);
        Credential alice = oldCa.user("a@b");
        assertAdmitted(manager, alice);
        manager.replace(TrustAnchors.of(List.of(newCa.certificate())));
        assertRefused(manager, alice, "UNKNOWN_ISSUER");
        assertAdmitted(manager, newCa.user("a@b"));
        assertThat(manager.getAcceptedIssuers()).containsExactly(newCa.certificate());
    }

    @Test
    void asks_the_further_check_each_time_and_only_of_verified_paths() {
        AtomicBoolean revoked = new AtomicBoolean();
        PeerCheck revocation = (path, now) -> {
            assertThat(now).isEqualTo(NOW);
            assertThat(path.anchor()).isEqualTo(oldCa.certificate());
            return revoked.get() ? new PeerVerdict.Refused("REVOKED", "by the CRL") : PeerVerdict.ADMITTED;
        };
        HotTrustManager manager = trusting(revocation, oldCa);
        Credential alice = oldCa.user("a@b");
        assertAdmitted(manager, alice);
        revoked.set(true);
        assertRefused(manager, alice, "REVOKED");
        assertRefused(manager, newCa.user("a@b"), "UNKNOWN_ISSUER");
    }

    @Test
    void vouches_for_no_server() {
        X509Certificate[] chain = array(oldCa.server("server"));
        assertThatThrownBy(() -> trusting(PeerCheck.NONE, oldCa).checkServerTrusted(chain, "ECDHE_ECDSA"))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void announces_its_issuers_only_where_told_to() {
        TrustAnchors anchors = TrustAnchors.of(List.of(oldCa.certificate()));
        assertThat(new HotTrustManager(
                                anchors,
                                PathPolicy.DEFAULT,
                                PeerCheck.NONE,
                                AnnouncedIssuers.NONE,
                                InstantSource.fixed(NOW))
                        .getAcceptedIssuers())
                .isEmpty();
        assertThat(trusting(PeerCheck.NONE, oldCa).getAcceptedIssuers()).containsExactly(oldCa.certificate());
    }

    @Test
    void throws_without_the_cost_of_a_stack_trace() {
        assertThatThrownBy(() ->
                        trusting(PeerCheck.NONE, oldCa).admit(newCa.user("a@b").chain()))
                .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
    }

    @Test
    void neither_admits_nor_refuses_wrongly_while_trust_is_swapped() throws InterruptedException, ExecutionException {
        HotTrustManager manager = trusting(PeerCheck.NONE, oldCa, lastingCa);
        TrustAnchors before = manager.validator().anchors();
        TrustAnchors after = TrustAnchors.of(List.of(newCa.certificate(), lastingCa.certificate()));
        CountDownLatch clientsAtWork = new CountDownLatch(CLIENTS);
        Callable<Void> client = () -> {
            Credential lasting = lastingCa.user("lasting@b");
            Credential never = neverCa.user("never@b");
            Credential fleeting = oldCa.user("fleeting@b");
            for (int handshakes = 0; handshakes < HANDSHAKES; handshakes++) {
                assertAdmitted(manager, lasting);
                assertRefused(manager, never, "UNKNOWN_ISSUER");
                assertEither(manager, fleeting);
                clientsAtWork.countDown();
            }
            return null;
        };
        int swaps = 0;
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Void>> running = IntStream.range(0, CLIENTS)
                    .mapToObj(_ -> clients.submit(client))
                    .toList();
            clientsAtWork.await();
            while (!running.stream().allMatch(Future::isDone)) {
                manager.replace(swaps++ % 2 == 0 ? after : before);
            }
            for (Future<Void> result : running) {
                result.get();
            }
        }
        assertThat(swaps).isGreaterThan(100);
        manager.replace(before);
        assertAdmitted(manager, oldCa.user("a@b"));
        assertRefused(manager, newCa.user("a@b"), "UNKNOWN_ISSUER");
    }

    /** During a swap both answers are right for a CA that one of the two sets has; another reason is not. */
    private static void assertEither(HotTrustManager manager, Credential credential) {
        try {
            manager.checkClientTrusted(array(credential), "ECDHE_ECDSA");
        } catch (PeerRefusedException e) {
            assertThat(e.reason()).isEqualTo("UNKNOWN_ISSUER");
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertAdmitted(HotTrustManager manager, Credential credential) {
        try {
            manager.checkClientTrusted(array(credential), "ECDHE_ECDSA");
        } catch (CertificateException e) {
            throw new AssertionError("refused: " + e.getMessage(), e);
        }
    }

    private static void assertRefused(HotTrustManager manager, Credential credential, String reason) {
        assertThatThrownBy(() -> manager.checkClientTrusted(array(credential), "ECDHE_ECDSA"))
                .isInstanceOfSatisfying(
                        PeerRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static X509Certificate[] array(Credential credential) {
        return credential.chain().toArray(X509Certificate[]::new);
    }

    private static HotTrustManager trusting(PeerCheck check, TestCa... cas) {
        return new HotTrustManager(
                TrustAnchors.of(
                        java.util.Arrays.stream(cas).map(TestCa::certificate).toList()),
                PathPolicy.DEFAULT,
                check,
                AnnouncedIssuers.ALL,
                InstantSource.fixed(NOW));
    }
}
