package kcd.lab.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import kcd.kerberos.gss.ChannelBinding;
import kcd.kerberos.gss.TokenFactory;
import kcd.kerberos.name.Principal;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.lab.engine.Gateway;
import kcd.lab.forest.DemoForest;
import kcd.lab.pki.LabTls;
import kcd.lab.upstream.ExchangeSettings;
import kcd.lab.upstream.ExtendedProtection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates, KDCs and Exchange together: tokens as the broker makes them, judged by the JDK's acceptor over real
/// TLS.
class LabTest {

    private static final byte[] OTHER_HASH = new byte[32];

    @TempDir
    private Path directory;

    private final TokenFactory tokens = new TokenFactory(Clock.systemUTC(), new SecureRandom());

    @Test
    void a_bound_token_of_a_foreign_user_is_accepted_once() throws Exception {
        try (Lab lab = new Lab(directory, ExchangeSettings.LIKE_IIS);
                SSLSocket first = connect(lab);
                SSLSocket second = connect(lab)) {
            // Given
            ServiceTicket carol = gateway(lab).ticket("carol.c@corp.example", DemoForest.EXCHANGE_SPN);
            byte[] token = tokens.token(carol, Optional.of(binding(hashOfServer(first))));

            // When
            String accepted = get(first, token);
            String replayed = get(second, token);

            // Then
            assertThat(accepted).startsWith("HTTP/1.1 200").contains("X-Lab-User: carol@AMER.WORLDWIDE.LAB");
            assertThat(replayed).startsWith("HTTP/1.1 401").contains("X-Lab-Reason: ");
        }
    }

    @Test
    void extended_protection_refuses_other_bindings_and_if_so_set_none() throws Exception {
        try (Lab lab = new Lab(directory, ExchangeSettings.LIKE_IIS)) {
            // Given
            ServiceTicket alice = gateway(lab).ticket("alice@worldwide.lab", DemoForest.EXCHANGE_SPN);

            // When
            String other = send(lab, tokens.token(alice, Optional.of(binding(OTHER_HASH))));
            String none = send(lab, tokens.token(alice, Optional.empty()));

            // Then
            assertThat(other).startsWith("HTTP/1.1 401").contains("bound to another TLS connection");
            assertThat(none).startsWith("HTTP/1.1 401").contains("no channel binding");
        }
    }

    @Test
    void extended_protection_that_only_allows_takes_unbound_tokens_but_no_wrong_ones() throws Exception {
        try (Lab lab = new Lab(directory, ExchangeSettings.LIKE_IIS.with(ExtendedProtection.ALLOW))) {
            // Given
            ServiceTicket alice = gateway(lab).ticket("alice@worldwide.lab", DemoForest.EXCHANGE_SPN);

            // When
            String other = send(lab, tokens.token(alice, Optional.of(binding(OTHER_HASH))));
            String none = send(lab, tokens.token(alice, Optional.empty()));

            // Then
            assertThat(other).startsWith("HTTP/1.1 401");
            assertThat(none).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void a_ticket_for_another_service_is_no_token() throws Exception {
        try (Lab lab = new Lab(directory, ExchangeSettings.LIKE_IIS.with(ExtendedProtection.OFF))) {
            // Given
            ServiceTicket forAmer = gateway(lab).ticket("alice@worldwide.lab", DemoForest.AMER_EXCHANGE_SPN);

            // When
            String answer = send(lab, tokens.token(forAmer, Optional.empty()));

            // Then
            assertThat(answer).startsWith("HTTP/1.1 401");
        }
    }

    private static Gateway gateway(Lab lab) {
        return new Gateway(
                Principal.parse(DemoForest.GATEWAY + "@" + DemoForest.ROOT),
                DemoForest.GATEWAY_PASSWORD,
                Gateway.tcp(lab.kdcs()));
    }

    private static ChannelBinding binding(byte[] certificateHash) {
        return ChannelBinding.tlsServerEndPoint(certificateHash);
    }

    private static byte[] hashOfServer(SSLSocket socket) throws Exception {
        X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded());
    }

    private static SSLSocket connect(Lab lab) throws IOException {
        return (SSLSocket) LabTls.client(Optional.empty(), lab.pki().servers().certificate())
                .getSocketFactory()
                .createSocket("localhost", lab.exchange().port());
    }

    private static String send(Lab lab, byte[] token) throws IOException {
        try (Socket socket = connect(lab)) {
            return get(socket, token);
        }
    }

    private static String get(Socket socket, byte[] token) throws IOException {
        String request = "GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Negotiate "
                + Base64.getEncoder().encodeToString(token) + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
