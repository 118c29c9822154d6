package kcd.edge.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Makes the TLS contexts for connections to upstreams, in place of Vert.x' own way, whose contexts resume sessions.
///
/// In a resumed session the server shows no certificate (RFC 8446 section 2.2): what stands for it is the one
/// shown when the session began, perhaps hours ago and to another device's connection. A channel binding (RFC
/// 5929 section 4) made of that is refused as soon as the server has a new certificate, and trust that was
/// withdrawn meanwhile goes unnoticed. So every connection to an upstream has a full handshake.
public final class UpstreamTls extends SSLEngineOptions {
    @Override
    public SSLEngineOptions copy() {
        return this;
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new Factory();
    }

    private static final class Factory implements SslContextFactory {
        private @Nullable TrustManagerFactory trust;
        private Set<String> suites = OpenSsl.availableOpenSslCipherSuites();

        @Override
        public SslContextFactory keyMananagerFactory(KeyManagerFactory factory) {
            throw new UnsupportedOperationException("upstreams are shown tokens, never a certificate");
        }

        @Override
        public SslContextFactory trustManagerFactory(TrustManagerFactory factory) {
            trust = factory;
            return this;
        }

        @Override
        public SslContextFactory enabledCipherSuites(Set<String> names) {
            if (!names.isEmpty()) {
                suites = Set.copyOf(names);
            }
            return this;
        }

        @Override
        public SslContext create() throws SSLException {
            SslContext context = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.OPENSSL_REFCNT)
                    .trustManager(trust)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(suites)
                    .build();
            ((OpenSslSessionContext) context.sessionContext()).setSessionCacheEnabled(false);
            return context;
        }
    }
}
