package kcd.edge.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kcd.edge.config.EdgeSettings.Endpoint;
import kcd.edge.route.Upstream;
import kcd.service.StartupFaults;

/// Reads hosts with ports, and upstream URLs.
final class EndpointReader {
    static final int MAX_ENDPOINTS = 32;
    private static final int HTTPS = 443;
    private static final int MAX_PORT = 65_535;
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("([A-Za-z0-9](?:[A-Za-z0-9._-]{0,253}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}]):([0-9]{1,5})");

    private final StartupFaults faults;

    EndpointReader(StartupFaults faults) {
        this.faults = faults;
    }

    /// `host:port`, several separated by commas.
    List<Endpoint> endpoints(String key, String value) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String part : parts(value)) {
            Matcher matcher = HOST_AND_PORT.matcher(part);
            if (matcher.matches() && isPort(Integer.parseInt(matcher.group(2)))) {
                String host = matcher.group(1);
                endpoints.add(new Endpoint(unbracketed(host), Integer.parseInt(matcher.group(2))));
            } else {
                faults.add(key, part, "is not host:port", "write it like broker.kcd.svc:9443");
            }
        }
        return bounded(key, value, endpoints);
    }

    /// `https://host[:port]`, several separated by commas.
    List<Upstream> upstreams(String key, String value) {
        List<Upstream> upstreams = new ArrayList<>();
        for (String part : parts(value)) {
            upstream(key, part).ifPresent(upstreams::add);
        }
        return bounded(key, value, upstreams);
    }

    private Optional<Upstream> upstream(String key, String part) {
        URI uri;
        try {
            uri = new URI(part);
        } catch (URISyntaxException _) {
            faults.add(key, part, "is no URL", "write it like https://exch.example.com");
            return Optional.empty();
        }
        if ("http".equalsIgnoreCase(uri.getScheme())) {
            faults.add(
                    key,
                    part,
                    "is not encrypted: tickets would cross the network in the clear, and channel binding needs TLS",
                    "write https://");
            return Optional.empty();
        }
        boolean bare = uri.getUserInfo() == null
                && uri.getQuery() == null
                && uri.getFragment() == null
                && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
        int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
        if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || !bare || !isPort(port)) {
            faults.add(key, part, "is no https URL of a host alone", "write it like https://exch.example.com");
            return Optional.empty();
        }
        return Optional.of(new Upstream(unbracketed(uri.getHost()), port));
    }

    private <T> List<T> bounded(String key, String value, List<T> all) {
        if (all.size() > MAX_ENDPOINTS) {
            faults.add(key, value, "names " + all.size() + " hosts", "name at most " + MAX_ENDPOINTS);
        }
        return all;
    }

    private static List<String> parts(String value) {
        List<String> parts = new ArrayList<>();
        for (String part : value.split(",", -1)) {
            parts.add(part.strip());
        }
        return parts;
    }

    private static boolean isPort(int port) {
        return port > 0 && port <= MAX_PORT;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
