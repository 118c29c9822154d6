package kcd.edge.tls;

import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/// Hands our replaceable keys to Vert.x in a form that BoringSSL keeps parsed: once per alias, so once per replacement,
/// instead of once per handshake.
public final class HotKeyCertOptions implements KeyCertOptions {
    private final X509KeyManager keys;

    public HotKeyCertOptions(X509KeyManager keys) {
        this.keys = keys;
    }

    @Override
    public KeyCertOptions copy() {
        return this;
    }

    @Override
    public KeyManagerFactory getKeyManagerFactory(Vertx vertx) throws Exception {
        return new OpenSslCachingX509KeyManagerFactory(KeyCertOptions.wrap(keys).getKeyManagerFactory(vertx));
    }
}
