package kcd.edge.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Makes the listener's TLS contexts, in place of Vert.x' own way, which knows no ticket keys, loses the order of the
/// suites and leaves native memory to the finalizer.
///
/// Reference-counted engines give theirs back when the connection ends, which is what a reconnect storm needs.
final class BoringSsl extends SSLEngineOptions {
    /// A device that is away for longer makes a full handshake. Every resumed session is judged anew by [ClientGate].
    private static final Duration SESSION_LIFETIME = Duration.ofHours(12);

    private final List<String> suites;
    private final SessionTickets tickets;

    BoringSsl(List<String> suites, SessionTickets tickets) {
        this.suites = List.copyOf(suites);
        this.tickets = tickets;
    }

    @Override
    public SSLEngineOptions copy() {
        return this;
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new Factory();
    }

    private final class Factory implements SslContextFactory {
        private @Nullable KeyManagerFactory keys;
        private @Nullable TrustManagerFactory trust;
        private ClientAuth clientAuth = ClientAuth.REQUIRE;
        private List<String> protocols = List.of();

        @Override
        public SslContextFactory keyMananagerFactory(KeyManagerFactory factory) {
            keys = factory;
            return this;
        }

        @Override
        public SslContextFactory trustManagerFactory(TrustManagerFactory factory) {
            trust = factory;
            return this;
        }

        @Override
        public SslContextFactory clientAuth(ClientAuth wanted) {
            clientAuth = wanted;
            return this;
        }

        @Override
        public SslContextFactory applicationProtocols(List<String> names) {
            protocols = names;
            return this;
        }

        @Override
        public SslContext create() throws SSLException {
            SslContext context = SslContextBuilder.forServer(keys)
                    .sslProvider(SslProvider.OPENSSL_REFCNT)
                    .trustManager(trust)
                    .clientAuth(clientAuth)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(suites)
                    .sessionTimeout(SESSION_LIFETIME.toSeconds())
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            protocols))
                    .build();
            tickets.adopt((OpenSslSessionContext) context.sessionContext());
            return context;
        }
    }
}
