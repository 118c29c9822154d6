package kcd.edge.bed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import kcd.pki.workshop.Credential;
import org.jspecify.annotations.Nullable;

/// A device that shows whatever bytes it was given for a certificate chain, whichever issuers the server names.
public final class RawDevice {
    private static final int PATIENCE_MILLIS = 30_000;

    /// So that the device is still sending what the edge does not read, and the system has not taken it all off it.
    private static final int SEND_BUFFER = 16 * 1024;
    private static final String ALERT = "received fatal alert: ";

    private final ShownChain chain;
    private final Path trust;
    private final int port;

    public RawDevice(List<byte[]> chain, PrivateKey key, Path trust, int port) {
        X509Certificate[] certificates =
                chain.stream().map(der -> new RawCertificate(der, key)).toArray(X509Certificate[]::new);
        this.chain = new ShownChain(certificates, key);
        this.trust = trust;
        this.port = port;
    }

    /// With a certificate as any other device has.
    public RawDevice(Credential credential, Path trust, int port) {
        this(credential.chain().stream().map(RawDevice::der).toList(), credential.privateKey(), trust, port);
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// The first line that comes back for a request, or the alert that ended the connection.
    /// Each time with a full handshake.
    public String ask(String path) throws IOException {
        return ask(path, () -> true);
    }

    /// The same, but with a request only if the device was admitted: in TLS 1.3 a client is done before the server has
    /// judged its certificate, and what it then sends to a closed socket may cost it the alert.
    public String ask(String path, BooleanSupplier admitted) throws IOException {
        SSLContext tls = TestDevice.context(new KeyManager[] {chain}, trust);
        Socket plain = new Socket();
        plain.setSendBufferSize(SEND_BUFFER);
        plain.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", port, true)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.startHandshake();
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            if (admitted.getAsBoolean()) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            }
            String line = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .readLine();
            return line == null ? "closed" : line;
        } catch (SSLException refused) {
            String message = String.valueOf(refused.getMessage());
            int alert = message.toLowerCase(Locale.ROOT).indexOf(ALERT);
            return alert < 0 ? message : message.substring(alert + ALERT.length());
        } catch (SocketException broken) {
            return "connection broken";
        }
    }

    /// Always the same chain, for every kind of key the server takes that the key is of.
    private static final class ShownChain extends X509ExtendedKeyManager {
        private static final String ALIAS = "shown";
        private final X509Certificate[] chain;
        private final PrivateKey key;

        ShownChain(X509Certificate[] chain, PrivateKey key) {
            this.chain = chain.clone();
            this.key = key;
        }

        @Override
        public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            boolean fits = List.of(types).contains(key.getAlgorithm());
            return chain.length > 0 && fits ? ALIAS : null;
        }

        @Override
        public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }
}
