package kcd.crl.publish;

import io.quarkus.grpc.api.ServerBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.grpc.VertxServerBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import kcd.service.MtlsConfig;

/**
 * Gives the feed's server the CAs of its subscribers, which the framework's own settings take from password-protected
 * stores only. Certificate, key and the demand for a client certificate stand in application.properties, so that without
 * this class nobody is let in, and not everybody.
 */
@ApplicationScoped
public class FeedServerTls implements ServerBuilderCustomizer<VertxServerBuilder> {

    private final MtlsConfig mtls;

    @Inject
    public FeedServerTls(MtlsConfig mtls) {
        this.mtls = mtls;
    }

    @Override
    public void customize(GrpcServerConfiguration config, VertxServerBuilder builder) {
        String trustStore = mtls.trustStore().orElseThrow();
        builder.useSsl(options -> options.setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(new PemTrustOptions().addCertPath(trustStore)));
    }
}
