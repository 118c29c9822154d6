package kcd.edge.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import kcd.edge.route.Authorization;
import kcd.edge.route.Methods;
import kcd.edge.route.RedirectHosts;
import kcd.edge.route.RequestPath;
import kcd.edge.route.Route;
import kcd.edge.route.Target;
import kcd.edge.route.Upstream;
import kcd.service.PemFiles;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/// Reads the routes and what is wrong with each, and between them.
public final class RouteReader {
    /// Service class and host, perhaps a port or a third part. No realm: the broker finds that.
    private static final Pattern SPN = Pattern.compile(
            "[A-Za-z][A-Za-z0-9_-]{0,63}/[A-Za-z0-9](?:[A-Za-z0-9._-]{0,253})(?::[0-9]{1,5})?(?:/[^@/\\s]{1,128})?");

    private static final Pattern METHOD = Pattern.compile("[A-Z]{3,20}");

    private final StartupFaults faults;
    private final SettingReader reader;
    private final EndpointReader endpoints;

    public RouteReader(StartupFaults faults) {
        this.faults = faults;
        this.reader = new SettingReader(faults);
        this.endpoints = new EndpointReader(faults);
    }

    /// The routes that are sound; the others are faults now.
    public List<Route> read(Map<String, EdgeConfig.RouteConfig> configured, boolean kerberos) {
        if (configured.isEmpty()) {
            faults.missing("kcd.routes.NAME.path", "configure at least one route, such as kcd.routes.eas.path");
        }
        List<Route> routes = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        new TreeMap<>(configured).forEach((name, config) -> {
            read(name, config, kerberos).ifPresent(routes::add);
            refuseSamePath(name, config, owners);
        });
        return routes;
    }

    private Optional<Route> read(String name, EdgeConfig.RouteConfig config, boolean kerberos) {
        String prefix = "kcd.routes." + name + ".";
        Optional<String> path = reader.required(
                        prefix + "path", config.path(), "write it like /Microsoft-Server-ActiveSync")
                .flatMap(text -> path(prefix + "path", text));
        List<Upstream> upstreams = reader.required(
                        prefix + "upstream", config.upstream(), "write it like https://exch.example.com")
                .map(text -> endpoints.upstreams(prefix + "upstream", text))
                .orElse(List.of());
        Optional<String> spn = kerberos
                ? reader.required(prefix + "target-spn", config.targetSpn(), "write it like HTTP/exch.example.com")
                        .flatMap(text -> spn(prefix + "target-spn", text))
                : Optional.of(config.targetSpn().orElse(""));
        Optional<Authorization> authorization = authorization(prefix + "authorization", config.authorization());
        Optional<Set<String>> methods = methods(prefix + "methods", config, path);
        List<Path> trust = trust(prefix + "upstream-trust-store", config.upstreamTrustStore());
        Optional<Boolean> mutual = mutual(prefix + "mutual-authentication", config.mutualAuthentication(), kerberos);
        RedirectHosts redirects = config.redirectHosts()
                .map(text -> new RedirectHostsReader(faults).read(prefix + "redirect-hosts", text))
                .orElse(RedirectHosts.NONE);
        if (path.isEmpty()
                || upstreams.isEmpty()
                || spn.isEmpty()
                || authorization.isEmpty()
                || methods.isEmpty()
                || mutual.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Route(
                name,
                path.get(),
                new Target(upstreams, spn.get()),
                authorization.get(),
                methods.get(),
                trust,
                mutual.get(),
                redirects));
    }

    private Optional<String> path(String key, String text) {
        String path = text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        Optional<RequestPath> read = RequestPath.of(path);
        if (read.isEmpty() || !read.get().toString().equals(path) || path.indexOf('?') >= 0) {
            faults.add(
                    key,
                    text,
                    "is no plain path",
                    "begin it with one slash; no //, no dots as segments, no percent signs, no query");
            return Optional.empty();
        }
        return Optional.of(path);
    }

    private Optional<String> spn(String key, String text) {
        if (text.indexOf('@') >= 0) {
            faults.add(key, text, "has a realm", "write only service/host; the domain controllers know the realm");
        } else if (!SPN.matcher(text).matches()) {
            faults.add(key, text, "is no service principal name", "write it like HTTP/exch.example.com");
        } else {
            return Optional.of(text);
        }
        return Optional.empty();
    }

    private Optional<Authorization> authorization(String key, String text) {
        return switch (text.strip()) {
            case "auto" -> Optional.of(Authorization.AUTO);
            case "always" -> Optional.of(Authorization.ALWAYS);
            case "on-challenge" -> Optional.of(Authorization.ON_CHALLENGE);
            default -> {
                faults.add(key, text, "is no known mode", "write auto, always or on-challenge");
                yield Optional.empty();
            }
        };
    }

    private Optional<Boolean> mutual(String key, String text, boolean kerberos) {
        Optional<Boolean> wanted = reader.flag(key, text);
        if (!kerberos && wanted.orElse(false)) {
            faults.add(
                    key,
                    text,
                    "proves nothing while kcd.kerberos.enabled is false: it is the answer to a ticket",
                    "remove it, or turn Kerberos on");
        }
        return wanted;
    }

    private Optional<Set<String>> methods(String key, EdgeConfig.RouteConfig config, Optional<String> path) {
        if (config.methods().isEmpty()) {
            return Optional.of(path.map(Methods::usualAt).orElse(Set.of()));
        }
        Set<String> methods = new TreeSet<>();
        for (String part : config.methods().get().split(",", -1)) {
            String method = part.strip();
            if (!METHOD.matcher(method).matches() || !Methods.mayBeForwarded(method)) {
                faults.add(key, method, "is no method that can be forwarded", "write upper-case methods like GET,POST");
                return Optional.empty();
            }
            methods.add(method);
        }
        return Optional.of(methods);
    }

    private List<Path> trust(String key, Optional<String> value) {
        List<Path> files = new ArrayList<>();
        PemFiles pem = new PemFiles(faults);
        value.ifPresent(text -> {
            for (String part : text.split(",", -1)) {
                reader.readableFile(key, part.strip())
                        .filter(file -> pem.certificates(key, file).isPresent())
                        .ifPresent(files::add);
            }
        });
        return files;
    }

    /// Of two routes with one path nobody could say which answers; spelling in another case is the same path to IIS.
    private void refuseSamePath(String name, EdgeConfig.RouteConfig config, Map<String, String> owners) {
        config.path().ifPresent(text -> {
            String path = text.strip().toLowerCase(Locale.ROOT).replaceFirst("(?<=.)/$", "");
            String other = owners.putIfAbsent(path, name);
            if (other != null) {
                faults.add(
                        "kcd.routes." + name + ".path",
                        text,
                        "is the path of route " + other + " as well",
                        "give each route a path of its own");
            }
        });
    }
}
