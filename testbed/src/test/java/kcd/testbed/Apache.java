package kcd.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.gss.ChannelBinding;
import kcd.kerberos.gss.TokenFactory;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.ServiceTicket;

/** A request to one of the bed's Apache servers, whose acceptor is MIT's. */
final class Apache {
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final String REMOTE_USER = "x-remote-user: ";
    private static final String NEGOTIATE = "www-authenticate: negotiate ";

    private final Bed bed;
    private final TokenFactory tokens;

    Apache(Bed bed, TokenFactory tokens) {
        this.bed = bed;
        this.tokens = tokens;
    }

    /** What the server says: its REMOTE_USER, or the status if it let nobody in. */
    String answer(boolean tls, Realm realm, Optional<ServiceTicket> ticket)
            throws IOException, GeneralSecurityException {
        Answer answer = ticket.isPresent()
                ? send(tls, realm, binding -> Octets.of(tokens.token(ticket.get(), binding)))
                : send(tls, realm, _ -> Octets.EMPTY);
        return answer.remoteUser().orElse(answer.status());
    }

    /** Sends a request with that token, or with none if it is empty. */
    Answer send(boolean tls, Realm realm, Function<Optional<ChannelBinding>, Octets> token)
            throws IOException, GeneralSecurityException {
        try (Socket socket = connect(tls, realm)) {
            Octets made =
                    token.apply(socket instanceof SSLSocket secure ? Optional.of(binding(secure)) : Optional.empty());
            String authorization = made.isEmpty()
                    ? ""
                    : "Authorization: Negotiate " + Base64.getEncoder().encodeToString(made.toArray()) + "\r\n";
            String request = "GET / HTTP/1.1\r\nHost: " + bed.realm(realm, "web.host") + "\r\n" + authorization
                    + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return new Answer(
                    answer.substring(9, 12),
                    header(answer, REMOTE_USER),
                    header(answer, NEGOTIATE)
                            .map(Base64.getDecoder()::decode)
                            .map(Octets::of)
                            .orElse(Octets.EMPTY));
        }
    }

    private static Optional<String> header(String answer, String start) {
        return answer.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst();
    }

    /**
     * An answer.
     *
     * @param token what came with {@code WWW-Authenticate: Negotiate}; empty if nothing did
     */
    record Answer(String status, Optional<String> remoteUser, Octets token) {}

    private Socket connect(boolean tls, Realm realm) throws IOException, GeneralSecurityException {
        int port = Integer.parseInt(bed.realm(realm, tls ? "web.https-port" : "web.http-port"));
        Socket plain = new Socket(bed.address(realm), port);
        plain.setSoTimeout(TIMEOUT_MILLIS);
        if (!tls) {
            return plain;
        }
        SSLSocket socket =
                (SSLSocket) context().getSocketFactory().createSocket(plain, bed.realm(realm, "web.host"), port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private SSLContext context() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        try (InputStream in = Files.newInputStream(bed.ca())) {
            trusted.setCertificateEntry(
                    "bed", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), new SecureRandom());
        return context;
    }

    private static ChannelBinding binding(SSLSocket socket) throws IOException, GeneralSecurityException {
        byte[] leaf = socket.getSession().getPeerCertificates()[0].getEncoded();
        return ChannelBinding.tlsServerEndPoint(
                MessageDigest.getInstance("SHA-256").digest(leaf));
    }
}
