package kcd.edge.tls;

import io.netty.handler.ssl.OpenSsl;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.TrustOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kcd.pki.trust.HotTrustManager;
import kcd.pki.trust.NamedKeyManager;

/// The TLS that devices meet: 1.2 and 1.3 by BoringSSL, client certificates judged by our own trust.
/// RFC 9325 sections 3.1 and 4.2 for versions and suites.
public final class TlsFront {
    /// Each gives forward secrecy and authenticated encryption; the first that a device knows is taken.
    private static final List<String> SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private TlsFront() {}

    /// Why TLS cannot be served as it must be, if it cannot. Falling back to the JDK's engine in silence would
    /// make a reconnect storm several times as expensive, just when it matters.
    public static Optional<String> whyUnavailable() {
        return OpenSsl.isAvailable()
                ? Optional.empty()
                : Optional.of("BoringSSL (netty-tcnative) does not load on this platform: "
                        + OpenSsl.unavailabilityCause().getMessage());
    }

    /// A listener's options, as far as they are TLS.
    public static HttpServerOptions options(
            NamedKeyManager keys, HotTrustManager trust, SessionTickets tickets, boolean certificateRequired) {
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setSslEngineOptions(new BoringSsl(SUITES, tickets))
                .setKeyCertOptions(new HotKeyCertOptions(keys))
                .setTrustOptions(TrustOptions.wrap(new AlertingTrustManager(trust)))
                .setClientAuth(certificateRequired ? ClientAuth.REQUIRED : ClientAuth.REQUEST)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
    }
}
