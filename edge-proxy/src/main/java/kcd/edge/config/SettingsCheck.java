package kcd.edge.config;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kcd.edge.config.EdgeSettings.Clients;
import kcd.edge.config.EdgeSettings.Endpoint;
import kcd.edge.config.EdgeSettings.Limits;
import kcd.edge.config.EdgeSettings.Server;
import kcd.edge.route.Route;
import kcd.pki.trust.AnnouncedIssuers;
import kcd.revocation.RevocationReader;
import kcd.revocation.RevocationSettings;
import kcd.service.MtlsConfig;
import kcd.service.MtlsSettings;
import kcd.service.PemFiles;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;
import kcd.service.tracing.TracingSettings;
import kcd.service.trust.ClientTrustReader;

/// Turns the settings as written into the settings as meant, and names everything that stands in the way at once.
public final class SettingsCheck {
    private static final String TLS = "kcd.tls";
    private static final String FURTHER = "kcd.tls.further-certificates";
    private static final int MAX_FURTHER = 32;
    private static final long MAX_PER_SOURCE = 1_000_000;
    private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(5);
    private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(4);
    private static final long MAX_HEADER_BYTES = 256 * 1024;

    private final StartupFaults faults;
    private final SettingReader reader;
    private final EndpointReader endpoints;
    private final Clock clock;

    public SettingsCheck(StartupFaults faults, Clock clock) {
        this.faults = faults;
        this.reader = new SettingReader(faults);
        this.endpoints = new EndpointReader(faults);
        this.clock = clock;
    }

    /// The settings, or at least one fault more.
    public Optional<EdgeSettings> check(EdgeConfig config, MtlsConfig mtlsConfig) {
        boolean kerberos = flag("kcd.kerberos.enabled", config.kerberos().enabled());
        Optional<Endpoint> listen = listen(config.listen());
        Optional<Server> tls =
                server(TLS, config.tls().certificate(), config.tls().privateKey());
        List<Server> furtherTls = furtherServers(config.tls().furtherCertificates());
        Optional<Clients> clients = clients(config.clientCertificates(), kerberos);
        List<Route> routes = new RouteReader(faults).read(config.routes(), kerberos);
        List<Endpoint> brokers = kerberos ? brokers(config.broker()) : List.of();
        Optional<Duration> deadline = reader.duration(
                "kcd.broker.deadline", config.broker().deadline(), Duration.ofSeconds(1), LONGEST_DEADLINE);
        Optional<RevocationSettings> revocation = new RevocationReader(faults).read(config.revocation());
        boolean talksToServices =
                kerberos || flag("kcd.revocation.enabled", config.revocation().enabled());
        Optional<MtlsSettings> mtls = talksToServices ? MtlsSettings.read(mtlsConfig, clock, faults) : Optional.empty();
        Optional<Limits> limits = limits(config.limits());
        FrontReader frontReader = new FrontReader(faults);
        EdgeSettings.Front front = frontReader.front(config.tls(), config.proxyProtocol());
        Optional<EdgeSettings.Drain> drain = frontReader.drain(config.drain());
        Optional<EdgeSettings.KeepAlives> keepAlive = frontReader.keepAlive(config.keepAlive());
        Optional<TracingSettings> tracing = TracingSettings.read(config.tracing(), faults);
        Optional<Duration> warmUp =
                reader.duration("kcd.warm-up.at-most", config.warmUp().atMost(), Duration.ZERO, LONGEST_WARM_UP);
        if (!faults.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new EdgeSettings(
                listen.orElseThrow(),
                tls.orElseThrow(),
                furtherTls,
                clients.orElseThrow(),
                kerberos,
                routes,
                brokers,
                deadline.orElseThrow(),
                revocation,
                mtls,
                limits.orElseThrow(),
                front,
                drain.orElseThrow(),
                keepAlive.orElseThrow(),
                tracing,
                warmUp.orElseThrow()));
    }

    private Optional<Endpoint> listen(EdgeConfig.Listen config) {
        return reader.number("kcd.listen.port", config.port(), 0, 65_535)
                .map(port -> new Endpoint(config.host().strip(), port.intValue()));
    }

    private List<Server> furtherServers(Map<String, EdgeConfig.FurtherCertificate> config) {
        if (config.size() > MAX_FURTHER) {
            faults.add(FURTHER, config.size() + " names", "are too many", "name at most " + MAX_FURTHER);
        }
        return config.entrySet().stream()
                .flatMap(
                        named -> server(
                                FURTHER + "." + named.getKey(),
                                named.getValue().certificate(),
                                named.getValue().privateKey())
                                .stream())
                .toList();
    }

    private Optional<Server> server(String prefix, Optional<String> certificateFile, Optional<String> keyFile) {
        String certificateKey = prefix + ".certificate";
        String privateKey = prefix + ".private-key";
        Optional<Path> certificate = file(certificateKey, certificateFile, "the server's certificate");
        Optional<Path> key = file(privateKey, keyFile, "the server's private key");
        if (certificate.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        return new PemFiles(faults)
                .keys(
                        new PemFiles.Named(certificateKey, certificate.get()),
                        new PemFiles.Named(privateKey, key.get()),
                        clock)
                .map(material -> new Server(prefix, certificate.get(), key.get(), material));
    }

    private Optional<Path> file(String key, Optional<String> value, String what) {
        return reader.required(key, value, "name the PEM file of " + what)
                .flatMap(path -> reader.readableFile(key, path));
    }

    private Optional<Clients> clients(EdgeConfig.ClientCertificates config, boolean kerberos) {
        boolean required = flag("kcd.client-certificates.required", config.required()) || kerberos;
        boolean announce = flag("kcd.client-certificates.announce-issuers", config.announceIssuers());
        return new ClientTrustReader(faults, clock)
                .read(config)
                .map(trust -> new Clients(required, trust, announce ? AnnouncedIssuers.ALL : AnnouncedIssuers.NONE));
    }

    private List<Endpoint> brokers(EdgeConfig.Broker config) {
        String key = "kcd.broker.endpoint";
        return reader.required(key, config.endpoint(), "write it like ticket-broker.kcd.svc:9443")
                .map(text -> endpoints.endpoints(key, text))
                .orElse(List.of());
    }

    private Optional<Limits> limits(EdgeConfig.Limits config) {
        Optional<Long> body = reader.number("kcd.limits.body-bytes", config.bodyBytes(), 1024, Long.MAX_VALUE);
        Optional<Long> perSource =
                reader.number("kcd.limits.connections-per-source", config.connectionsPerSource(), 0, MAX_PER_SOURCE);
        Optional<Long> header = reader.number("kcd.limits.header-bytes", config.headerBytes(), 1024, MAX_HEADER_BYTES);
        Optional<Long> line =
                reader.number("kcd.limits.request-line-bytes", config.requestLineBytes(), 256, MAX_HEADER_BYTES);
        Optional<Long> streams =
                reader.number("kcd.limits.streams-per-connection", config.streamsPerConnection(), 1, 1000);
        Optional<Long> connections =
                reader.number("kcd.limits.connections-per-certificate", config.connectionsPerCertificate(), 1, 100_000);
        Optional<Duration> idle = reader.duration(
                "kcd.limits.idle-timeout", config.idleTimeout(), Duration.ofSeconds(1), Duration.ofHours(24));
        Optional<Duration> handshake = reader.duration(
                "kcd.limits.handshake-timeout",
                config.handshakeTimeout(),
                Duration.ofMillis(100),
                Duration.ofMinutes(1));
        if (header.isEmpty()
                || body.isEmpty()
                || perSource.isEmpty()
                || line.isEmpty()
                || streams.isEmpty()
                || connections.isEmpty()
                || idle.isEmpty()
                || handshake.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Limits(
                header.get().intValue(),
                line.get().intValue(),
                streams.get().intValue(),
                body.get(),
                connections.get().intValue(),
                perSource.get().intValue(),
                idle.get(),
                handshake.get()));
    }

    private boolean flag(String key, String value) {
        return reader.flag(key, value).orElse(true);
    }
}
