package kcd.broker.grpc;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import kcd.service.HotMtls;

/**
 * Gives the server the identity and the CAs of the deployment, both replaceable while it runs. Certificate, key, CAs and the
 * demand for a client certificate stand in application.properties too, so that without this class nobody else is let in.
 */
@ApplicationScoped
public class ServerTls implements HttpServerOptionsCustomizer {
    private final HotMtls mtls;

    @Inject
    public ServerTls(HotMtls mtls) {
        this.mtls = mtls;
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.setKeyCertOptions(KeyCertOptions.wrap(mtls.key())).setTrustOptions(TrustOptions.wrap(mtls.trust()));
    }
}
