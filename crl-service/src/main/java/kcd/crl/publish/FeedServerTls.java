package kcd.crl.publish;

import io.quarkus.grpc.api.ServerBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.grpc.VertxServerBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import kcd.service.HotMtls;

/**
 * Gives the feed's server the identity and the CAs of the deployment, both replaceable while it runs. Certificate, key and
 * the demand for a client certificate stand in application.properties too, so that without this class nobody is let in, and
 * not everybody.
 */
@ApplicationScoped
public class FeedServerTls implements ServerBuilderCustomizer<VertxServerBuilder> {

    private final HotMtls mtls;

    @Inject
    public FeedServerTls(HotMtls mtls) {
        this.mtls = mtls;
    }

    @Override
    public void customize(GrpcServerConfiguration config, VertxServerBuilder builder) {
        builder.useSsl(options -> options.setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(KeyCertOptions.wrap(mtls.key()))
                .setTrustOptions(TrustOptions.wrap(mtls.trust())));
    }
}
