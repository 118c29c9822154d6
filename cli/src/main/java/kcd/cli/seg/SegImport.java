package kcd.cli.seg;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import kcd.cli.seg.SegTrustStore.Secret;

/** Turns a SEG's settings into ours. Knows names; reads and writes nothing. */
public final class SegImport {
    /** Where the written settings expect certificates and keys. */
    static final String HOME = "/etc/kcd";

    private static final String CERTIFICATES = HOME + "/device-ca/";
    private static final String PASSWORD_KEY = "kcd.client-certificates.trust-store-password";
    private static final String MAPPING = "cert.mapping.";

    private final SortedMap<String, String> config;
    private final SortedMap<String, String> properties;
    private final Console console;
    private final Settings edge = new Settings();
    private final Settings broker = new Settings();
    private final Settings crl = new Settings();
    private final List<String> taken = new ArrayList<>();
    private final List<String> toDo = new ArrayList<>();

    private SegImport(SortedMap<String, String> config, SortedMap<String, String> properties, Console console) {
        this.config = new TreeMap<>(config);
        this.properties = new TreeMap<>(properties);
        this.console = console;
    }

    public static Migration of(SortedMap<String, String> config, SortedMap<String, String> properties, Console console)
            throws SegFileException {
        return new SegImport(config, properties, console).run();
    }

    private Migration run() throws SegFileException {
        front();
        domains();
        Optional<Secret> password = trust();
        identity();
        revocation();
        callers();
        mtls();
        withoutCounterpart();
        return result(password);
    }

    private void front() {
        edge.heading("Devices");
        edge.set("kcd.tls.certificate", HOME + "/tls/tls.crt");
        edge.set("kcd.tls.private-key", HOME + "/tls/tls.key");
        edge.heading("ActiveSync");
        edge.set("kcd.routes.eas.path", "/Microsoft-Server-ActiveSync");
        given(
                edge,
                "kcd.routes.eas.upstream",
                console.upstream(),
                "https://mail.example.com",
                "the email server's URL");
        given(
                edge,
                "kcd.routes.eas.target-spn",
                console.targetSpn(),
                "HTTP/mail.example.com",
                "the console's Target SPN");
        edge.set("kcd.broker.endpoint", "ticket-broker:9443");
    }

    private void domains() {
        broker.heading("Kerberos");
        given(
                broker,
                "kcd.service-account.principal",
                console.principal(),
                "SVC_awseg@EXAMPLE.COM",
                "the console's Service Account User Name, with its domain in capitals");
        broker.set("kcd.service-account.keytab", HOME + "/keytab/service-account.keytab");
        if (console.domains().isEmpty()) {
            broker.fillIn(
                    "kcd.domains.\"EXAMPLE.COM\".domain-controllers", "dc1.example.com", "the console's domain pairs");
        }
        console.domains()
                .forEach((realm, controllers) ->
                        broker.set("kcd.domains.\"" + realm + "\".domain-controllers", String.join(",", controllers)));
    }

    private Optional<Secret> trust() throws SegFileException {
        SegTrustStore store = SegTrustStore.read(
                take(config, SegTrustStore.PATH, "kcd.client-certificates.trust-store")
                        .orElse(""),
                take(config, SegTrustStore.PASSCODE, PASSWORD_KEY).orElse(""));
        String files = store.files().stream()
                .map(file -> CERTIFICATES + SegTrustStore.name(file))
                .collect(Collectors.joining(","));
        for (Settings service : List.of(edge, broker)) {
            service.heading("The CAs of the devices' certificates");
            given(
                    service,
                    "kcd.client-certificates.trust-store",
                    Optional.of(files).filter(text -> !text.isEmpty()),
                    CERTIFICATES + "device-ca.pem",
                    "the console's Client Certificate Chain");
        }
        crl.heading("The CAs whose lists are accepted");
        given(
                crl,
                "kcd.crl.issuers",
                Optional.of(files).filter(text -> !text.isEmpty() && !store.isPfx()),
                CERTIFICATES + "device-ca.pem",
                "PEM files of the CAs"
                        + (store.isPfx()
                                ? ": openssl pkcs12 -nokeys -in "
                                        + store.files().getFirst()
                                : ""));
        if (store.encrypted()) {
            toDo.add(SegTrustStore.PASSCODE + ": SEG has encrypted it; put the PFX's password as " + PASSWORD_KEY
                    + " into files edge and broker alone can read");
        }
        return store.password();
    }

    private void identity() {
        broker.heading("Whose certificate it is");
        broker.set(
                "kcd.identity.from-subject-cn",
                flag(take(properties, "enable.upn.lookup.from.subject.cn", "kcd.identity.from-subject-cn")));
        Optional<String> user = take(properties, MAPPING + "ldap.user", "kcd.certificate-mapping.ldap.user");
        if (user.isEmpty()) {
            return;
        }
        broker.set("kcd.certificate-mapping.ldap.user", user.get());
        String prefix = "kcd.certificate-mapping.";
        guess(prefix + "enabled", value -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false"), "true");
        guess(prefix + "ldap.url", value -> value.matches("(?i)ldaps?://.+"), "ldaps://dc1.example.com:3269");
        guess(prefix + "ldap.base-dn", value -> value.matches("(?i)(dc|ou|cn|o)=.+"), "DC=example,DC=com");
    }

    /** SEG's names for these are not documented everywhere alike; what the value looks like says which it is. */
    private void guess(String key, Predicate<String> looksRight, String example) {
        List<String> names = properties.keySet().stream()
                .filter(name -> name.startsWith(MAPPING) && looksRight.test(properties.getOrDefault(name, "")))
                .toList();
        if (names.size() == 1) {
            Optional<String> value = take(properties, names.getFirst(), key + " (by what it looks like: check)");
            broker.set(key, value.orElse("").matches("(?i)true|false") ? flag(value) : value.orElse(""));
        } else if (key.endsWith("base-dn")) {
            taken.add("no search base: the directory's root, as with SEG");
        } else {
            broker.fillIn(key, example, "SEG's certificate mapping");
        }
    }

    private void revocation() {
        String enabled =
                flag(take(properties, "enable.cert.revocation.validation", "kcd.revocation.enabled, edge and broker"));
        for (Settings service : List.of(edge, broker)) {
            service.heading("Revocation");
            service.set("kcd.revocation.enabled", enabled);
            service.set("kcd.revocation.endpoint", "crl-service:9444");
        }
        crl.heading("Lists");
        given(
                crl,
                "kcd.crl.distribution-points",
                take(properties, "remote.crl.distribution.http.uris", "kcd.crl.distribution-points"),
                "http://crl.example.com/ca.crl",
                "HTTP addresses of the CAs' lists");
        take(properties, "remote.crl.fetch.interval.in.minutes", "kcd.crl.fetch-interval")
                .ifPresent(minutes -> crl.set("kcd.crl.fetch-interval", minutes + "m"));
        take(
                        properties,
                        "fail.hard.on.crl.download.failure.during.server.startup",
                        "kcd.crl.fail-start-on-download-failure")
                .ifPresent(hard -> crl.set("kcd.crl.fail-start-on-download-failure", hard.toLowerCase(Locale.ROOT)));
    }

    private void callers() {
        broker.heading("Who may ask for tokens");
        broker.set("kcd.callers.edge.san", "edge-proxy");
        given(broker, "kcd.callers.edge.allowed-spns", console.targetSpn(), "HTTP/mail.example.com", "the Target SPN");
    }

    private void mtls() {
        for (Settings service : List.of(edge, broker, crl)) {
            service.heading("This service towards the others: a certificate of your internal CA");
            service.set("kcd.mtls.certificate", HOME + "/mtls/tls.crt");
            service.set("kcd.mtls.private-key", HOME + "/mtls/tls.key");
            service.set("kcd.mtls.trust-store", HOME + "/mtls/ca.crt");
        }
    }

    private void withoutCounterpart() {
        take(properties, "cert.based.auth.crl.files.parent.dir.path", "not needed: kcd.crl.directory has a default");
        take(
                properties,
                "vac.seg.config.settings.refresh.interval.in.minutes",
                "not needed: there is no console to ask, and changed files are noticed");
    }

    private Migration result(Optional<Secret> password) {
        SequencedMap<String, String> files = new LinkedHashMap<>();
        Map<String, String> secrets = new LinkedHashMap<>();
        for (var service : Map.of("broker", broker, "crl", crl, "edge", edge).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .toList()) {
            files.put(service.getKey() + ".properties", service.getValue().text());
            service.getValue().missing().forEach(missing -> toDo.add(service.getKey() + ".properties, " + missing));
        }
        password.ifPresent(secret -> {
            var lines = new Settings();
            lines.set(PASSWORD_KEY, secret.value());
            secrets.put("edge-secret.properties", lines.text());
            secrets.put("broker-secret.properties", lines.text());
        });
        List<String> unknown = new ArrayList<>();
        config.keySet().forEach(name -> unknown.add("config.json: " + Settings.oneLine(name)));
        properties.keySet().forEach(name -> unknown.add("properties: " + Settings.oneLine(name)));
        return new Migration(files, secrets, List.copyOf(taken), unknown, List.copyOf(toDo));
    }

    /** Takes a setting out of those that are left to look at. */
    private Optional<String> take(SortedMap<String, String> from, String name, String becomes) {
        String value = from.remove(name);
        if (value != null) {
            taken.add(name + " -> " + becomes);
        }
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }

    private static void given(Settings service, String key, Optional<String> value, String example, String whence) {
        value.ifPresentOrElse(text -> service.set(key, text), () -> service.fillIn(key, example, whence));
    }

    private static String flag(Optional<String> value) {
        return Boolean.toString(value.map(text -> text.equalsIgnoreCase("true")).orElse(false));
    }
}
