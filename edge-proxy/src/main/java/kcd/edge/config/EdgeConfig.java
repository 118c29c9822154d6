package kcd.edge.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;
import kcd.revocation.RevocationConfig;
import kcd.service.secret.SecretsConfig;
import kcd.service.tracing.TracingConfig;
import kcd.service.trust.ClientTrustConfig;

/// The edge's settings as they are written; [EdgeSettings] is what they mean.
///
/// Nearly everything is text here, so that one check can name every fault with its key and the value that was given.
@ConfigMapping(prefix = "kcd")
public interface EdgeConfig {
    /// Where devices connect.
    Listen listen();

    /// The server certificate devices see.
    Tls tls();

    /// Who speaks for others.
    ProxyProtocol proxyProtocol();

    /// How the edge ends.
    Drain drain();

    /// How the edge begins.
    WarmUp warmUp();

    /// Whose certificates are let in.
    ClientCertificates clientCertificates();

    /// Tickets, or none.
    Kerberos kerberos();

    /// What is forwarded where, by a name of one's own.
    Map<String, RouteConfig> routes();

    /// Where tokens come from.
    Broker broker();

    /// Whether certificates are checked for revocation.
    RevocationConfig revocation();

    /// What one device or many may take.
    Limits limits();

    /// How TCP looks after connections that rest.
    KeepAlive keepAlive();

    /// Where spans go, if any are made.
    TracingConfig tracing();

    /// What secrets in here are encrypted with.
    SecretsConfig secrets();

    interface Listen {
        /// Address to listen on.
        @WithDefault("0.0.0.0")
        String host();

        /// TCP port, HTTP/1.1 and HTTP/2 over TLS.
        @WithDefault("8443")
        String port();
    }

    interface Tls {
        /// PEM file: the server's certificate, intermediates after it. Hot-swapped when it changes.
        Optional<String> certificate();

        /// PEM file of its private key. Hot-swapped with the certificate.
        Optional<String> privateKey();

        /// More server certificates, by names of one's own: a device that asks for a host (server name
        /// indication) gets the one with that host among its subject alternative names, everybody else the one
        /// above.
        Map<String, FurtherCertificate> furtherCertificates();

        /// Files of 48 or 80 random bytes, separated by commas, the same at all edges: the first seals session
        /// tickets, all open them. Rotated while running. Not set: each edge has its own keys, and a device
        /// that comes to another edge makes a full handshake.
        Optional<String> sessionTicketKeys();

        /// Handshakes under way at a time; a further connection takes the place of one that has waited for its device
        /// for two seconds, or is closed at once. Not set: 512 per processor, which is about a second's work.
        Optional<String> maxConcurrentHandshakes();

        /// Of these from one address. Not set: half, since behind a load balancer that hides its clients all are one.
        Optional<String> maxConcurrentHandshakesPerSource();
    }

    interface FurtherCertificate {
        /// PEM file: certificate, intermediates after it. Hot-swapped.
        Optional<String> certificate();

        /// PEM file of its private key.
        Optional<String> privateKey();
    }

    interface ProxyProtocol {
        /// Addresses of load balancers, like `10.0.0.0/8,192.0.2.7`, whose connections begin with a PROXY header
        /// (version 1 or 2). From them it is a must, from others it ends the connection.
        Optional<String> from();
    }

    interface WarmUp {
        /// How long the edge serves itself before it listens, at most: until its code is compiled. A storm of
        /// reconnects right after a start would meet an interpreter otherwise. `0s` for not at all.
        @WithDefault("20s")
        String atMost();
    }

    interface Drain {
        /// How long devices are served after SIGTERM, at most. Kubernetes kills after terminationGracePeriodSeconds,
        /// 30 unless changed, so stay below.
        @WithDefault("15s")
        String grace();

        /// How much of it new connections are still let in, until load balancers have noticed.
        @WithDefault("3s")
        String notice();

        /// Answers Pings that Exchange still holds with "no changes", spread over the grace period, instead of
        /// cutting them at its end.
        @WithDefault("true")
        String answerHeldPings();
    }

    interface ClientCertificates extends ClientTrustConfig {
        /// SEG's "Require Client Certificate". With Kerberos on a certificate is required anyway: it is the identity.
        @WithDefault("true")
        String required();

        /// Tells clients which CAs are trusted (RFC 8446 section 4.2.4), which helps a device with several
        /// certificates choose. Off: handshakes are shorter, and strangers learn nothing.
        @WithDefault("true")
        String announceIssuers();
    }

    interface Kerberos {
        /// SEG's "Enable KCD Authentication". Off: certificates are checked, no ticket is asked for, and the
        /// device's own Authorization passes.
        @WithDefault("true")
        String enabled();
    }

    interface RouteConfig {
        /// Path prefix; matched at a segment boundary, letters of either case alike. The longest one wins.
        Optional<String> path();

        /// `https://host[:port]`, several separated by commas if they are one array behind one SPN.
        Optional<String> upstream();

        /// `HTTP/host` of the service, or of the array's alternate service account.
        Optional<String> targetSpn();

        /// PEM files of the upstream's CA. Not set: the platform's.
        Optional<String> upstreamTrustStore();

        /// `auto`, `always` or `on-challenge`.
        @WithDefault("auto")
        String authorization();

        /// Whether the upstream has to prove by Kerberos that it is the service the ticket is for (RFC 4120
        /// section 3.2.5), beyond its TLS certificate. An answer without that proof is not passed on.
        @WithDefault("false")
        String mutualAuthentication();

        /// `host[:port]=SPN`, comma-separated: where else the upstream may send a user by 451 or 302.
        /// Requests are then taken there, with a ticket for that service. `*.example.com` is all
        /// below it, `{host}` the host that was named. Not set: nowhere.
        Optional<String> redirectHosts();

        /// Comma-separated methods. Not set: OPTIONS and POST for ActiveSync, else what web applications use.
        Optional<String> methods();
    }

    interface Broker {
        /// `host:port`, several separated by commas.
        Optional<String> endpoint();

        /// How long a request may wait for a token, over all brokers and repetitions. Phones wait half a minute
        /// and more; a broker is back from a restart in less.
        @WithDefault("25s")
        String deadline();
    }

    interface Limits {
        /// Bytes of one request's header, all lines together. IIS takes 16 KiB less the ticket's.
        @WithDefault("32768")
        String headerBytes();

        /// Bytes of a request line.
        @WithDefault("8192")
        String requestLineBytes();

        /// Bytes of one request's body; 1 GiB. It is streamed, so this bounds patience, not memory.
        @WithDefault("1073741824")
        String bodyBytes();

        /// Requests one HTTP/2 connection may have under way.
        @WithDefault("16")
        String streamsPerConnection();

        /// Connections one certificate may have open at one edge. A phone uses two to six.
        @WithDefault("32")
        String connectionsPerCertificate();

        /// Connections one address may have open at one edge; 0: any number. Phones share addresses behind a carrier's
        /// or a load balancer's translation, so there is no number that suits everyone.
        @WithDefault("0")
        String connectionsPerSource();

        /// How long a connection may be silent. ActiveSync holds a Ping for up to 59 minutes.
        @WithDefault("65m")
        String idleTimeout();

        /// How long a TLS handshake may take.
        @WithDefault("10s")
        String handshakeTimeout();
    }

    interface KeepAlive {
        /// Silence of a device after which TCP looks whether it is there: below the four to six minutes after
        /// which load balancers forget a connection, and no shorter, since each look wakes a phone's radio.
        @WithDefault("3m")
        String devices();

        /// The same towards upstreams, which have no battery.
        @WithDefault("1m")
        String upstreams();

        /// Between looks that are not answered.
        @WithDefault("15s")
        String interval();

        /// How many of these in a row until the connection is given up.
        @WithDefault("4")
        String probes();
    }
}
