package kcd.pki.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import kcd.pki.file.KeyMaterial;
import kcd.pki.path.PathPolicy;
import kcd.pki.path.TrustAnchors;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.KeyKind;
import kcd.pki.workshop.TestCa;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both managers in real handshakes of the JDK's engine over loopback, while their material is replaced. */
class LiveHandshakeTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final int TIMEOUT_MILLIS = 60_000;

    private final CertificateWorkshop workshop = CertificateWorkshop.now();
    private final TestCa serverCa = workshop.root("Server CA");
    private final TestCa phoneCa = workshop.root("Phone CA");
    private final TestCa nextPhoneCa = workshop.root("Next Phone CA");
    private final HotTrustManager trust = new HotTrustManager(
            TrustAnchors.of(List.of(phoneCa.certificate())),
            PathPolicy.DEFAULT,
            PeerCheck.NONE,
            AnnouncedIssuers.NONE,
            InstantSource.system());
    private final HotKeyManager keys = new HotKeyManager(material(serverCa.server("localhost")));
    private final BlockingQueue<IOException> refusals = new LinkedBlockingQueue<>();
    private SSLServerSocket listener;

    @BeforeEach
    void listen() throws IOException, GeneralSecurityException {
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
        listener = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener.setNeedClientAuth(true);
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyKind.class,
            names = {"P256", "P384", "RSA_2048", "ED25519"})
    void admits_phones_of_each_key_kind(KeyKind kind) throws Exception {
        Credential phone =
                phoneCa.leaf("phone").upn("alice@example.com").key(kind).issue();
        assertThat(connect(phone).getSubjectX500Principal().getName()).isEqualTo("CN=localhost");
    }

    @Test
    void refuses_a_stranger() throws InterruptedException {
        assertRefused(nextPhoneCa.user("mallory@example.com"), "UNKNOWN_ISSUER");
    }

    @Test
    void refuses_the_next_handshake_when_trust_was_replaced() throws Exception {
        Credential phone = phoneCa.user("alice@example.com");
        connect(phone);
        trust.replace(TrustAnchors.of(List.of(nextPhoneCa.certificate())));
        assertRefused(phone, "UNKNOWN_ISSUER");
        connect(nextPhoneCa.user("alice@example.com"));
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyKind.class,
            names = {"P256", "RSA_2048", "ED25519"})
    void presents_the_replaced_certificate(KeyKind kind) throws Exception {
        Credential phone = phoneCa.user("alice@example.com");
        X509Certificate before = connect(phone);
        Credential renewed = serverCa.leaf("renewed")
                .host("localhost")
                .key(kind)
                .extendedKeyUsage(org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_serverAuth)
                .issue();
        keys.replace(material(renewed));
        assertThat(connect(phone)).isEqualTo(renewed.certificate()).isNotEqualTo(before);
    }

    @Test
    void keeps_chain_and_key_together_for_a_handshake_under_way() {
        String alias = keys.chooseEngineServerAlias("EC", null, null);
        KeyMaterial before = keys.current();
        keys.replace(material(serverCa.server("renewed")));
        assertThat(keys.getCertificateChain(alias)).containsExactly(before.leaf());
        assertThat(keys.getPrivateKey(alias)).isEqualTo(before.privateKey());
        assertThat(keys.chooseEngineServerAlias("EC", null, null)).isNotEqualTo(alias);
        assertThat(keys.chooseEngineServerAlias("RSA", null, null)).isNull();
        assertThat(keys.getPrivateKey("other")).isNull();
        assertThat(keys.getPrivateKey(null)).isNull();
    }

    /** The client sees an alert or a closed connection, the server the reason. */
    private void assertRefused(Credential phone, String reason) throws InterruptedException {
        assertThatThrownBy(() -> connect(phone)).isInstanceOf(IOException.class);
        assertThat(refusals.poll(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
                .rootCause()
                .isInstanceOfSatisfying(
                        PeerRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    /** One connection; in TLS 1.3 the client learns of its refusal only when it reads. */
    private X509Certificate connect(Credential phone) throws IOException, GeneralSecurityException {
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(phone.keyStore(PASSWORD), PASSWORD);
        KeyStore servers = KeyStore.getInstance("PKCS12");
        servers.load(null, null);
        servers.setCertificateEntry("server", serverCa.certificate());
        TrustManagerFactory known = TrustManagerFactory.getInstance("PKIX");
        known.init(servers);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(own.getKeyManagers(), known.getTrustManagers(), null);
        try (SSLSocket socket = (SSLSocket)
                client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), listener.getLocalPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.startHandshake();
            if (socket.getInputStream().read() != 'y') {
                throw new SSLException("closed without an answer");
            }
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (SSLSocket socket = (SSLSocket) listener.accept()) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.startHandshake();
                socket.getOutputStream().write('y');
            } catch (IOException e) {
                refusals.add(e);
            }
        }
    }

    private static KeyMaterial material(Credential credential) {
        return new KeyMaterial(credential.chain(), credential.privateKey());
    }
}
