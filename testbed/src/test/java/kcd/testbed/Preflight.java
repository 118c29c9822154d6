package kcd.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.lab.crl.LabCrlHost;
import kcd.lab.pki.LabPki;
import kcd.pki.workshop.Credential.PemFiles;

/** The packaged preflight with settings for a bed, sound until a test spoils them. */
final class Preflight implements AutoCloseable {
    static final String OK = "ok";
    static final String WRONG = "wrong";

    private static final Realm HOME = new Realm("WORLDWIDE.TEST");
    private static final String CRL = "devices.crl";
    private static final long PATIENCE_SECONDS = 120;

    final Map<String, String> broker = new LinkedHashMap<>();
    final Map<String, String> edge = new LinkedHashMap<>();
    final Map<String, String> crl = new LinkedHashMap<>();
    final List<String> prefix = new ArrayList<>();
    final LabPki pki;

    private final Bed bed;
    private final Path directory;
    private final LabCrlHost crlHost;

    Preflight(Bed bed, Path directory, List<Realm> realms) throws IOException {
        this.bed = bed;
        this.directory = directory;
        this.pki = new LabPki(directory);
        this.crlHost = new LabCrlHost();
        publish(pki.revocations().issue());
        String deviceCa = pki.anchorFile(pki.devices(), "device-ca").toString();
        addMtls();
        broker.putAll(Bed.PATIENCE);
        account("SVC_awseg@" + HOME);
        broker.put("kcd.client-certificates.trust-store", deviceCa);
        broker.put("kcd.callers.edge.san", "edge-proxy");
        broker.put(
                "kcd.callers.edge.allowed-spns",
                realms.stream().map(realm -> bed.realm(realm, "web.spn")).collect(Collectors.joining(",")));
        for (Realm realm : realms) {
            controllers(realm, bed.realm(realm, "kdc"));
            String route = realm.value().split("\\.", -1)[0].toLowerCase(java.util.Locale.ROOT);
            String port = bed.realm(realm, "web.https-port");
            route(route, "https://" + bed.address(realm) + ":" + port, bed.realm(realm, "web.spn"), bed.ca());
        }
        crl.put("kcd.crl.distribution-points", crlHost.uri(CRL).toString());
        crl.put("kcd.crl.issuers", deviceCa);
    }

    private void addMtls() {
        PemFiles identity = pki.files(pki.services().service("ticket-broker", "localhost"), "ticket-broker");
        broker.put("kcd.mtls.certificate", identity.certificate().toString());
        broker.put("kcd.mtls.private-key", identity.privateKey().toString());
        broker.put(
                "kcd.mtls.trust-store",
                pki.anchorFile(pki.services(), "service-ca").toString());
    }

    void account(String principal) {
        Principal account = Principal.parse(principal);
        broker.put("kcd.service-account.principal", account.toString());
        broker.put("kcd.service-account.keytab", bed.keytabFile(account).toString());
    }

    void account(String principal, String password) {
        broker.put("kcd.service-account.principal", principal);
        broker.remove("kcd.service-account.keytab");
        broker.put("kcd.service-account.password", password);
    }

    void controllers(Realm realm, String addresses) {
        broker.put("kcd.domains.\"" + realm + "\".domain-controllers", addresses);
    }

    void route(String name, String upstream, String spn, Path trust) {
        edge.put("kcd.routes." + name + ".path", "/" + name);
        edge.put("kcd.routes." + name + ".upstream", upstream);
        edge.put("kcd.routes." + name + ".target-spn", spn);
        edge.put("kcd.routes." + name + ".upstream-trust-store", trust.toString());
    }

    void publish(byte[] list) {
        crlHost.publish(CRL, list);
    }

    Report run() throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("kcd.project", ".."));
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                home.resolve("preflight/target/kcd-preflight.jar").toString(),
                "--json"));
        command.addAll(List.of("--broker", file("broker", broker), "--edge", file("edge", edge)));
        command.addAll(List.of("--crl", file("crl", crl)));
        Path out = directory.resolve("preflight.out");
        Path err = directory.resolve("preflight.err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Report(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private String file(String name, Map<String, String> settings) throws IOException {
        String text = settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                .collect(Collectors.joining());
        return Files.writeString(directory.resolve(name + ".properties"), text, StandardCharsets.UTF_8)
                .toString();
    }

    @Override
    public void close() throws IOException {
        crlHost.close();
    }

    /** What it found, and how it ended. */
    record Report(int exitCode, String json, String errors) {
        List<Map<String, String>> findings() {
            return JsonPath.from(json).getList("findings");
        }

        /** What is wrong, as "check subject". */
        List<String> wrong() {
            return findings().stream()
                    .filter(finding -> WRONG.equals(finding.get("verdict")))
                    .map(finding -> finding.get("check") + " " + finding.get("subject"))
                    .toList();
        }

        /** Detail and fix of the one finding that is wrong. */
        String whatIsWrong() {
            assertThat(wrong()).as(json + errors).hasSize(1);
            Map<String, String> finding = findings().stream()
                    .filter(any -> WRONG.equals(any.get("verdict")))
                    .findFirst()
                    .orElseThrow();
            return finding.get("check") + ": " + finding.get("detail") + "\nfix: " + finding.get("fix");
        }

        List<String> details(String check) {
            return findings().stream()
                    .filter(finding -> check.equals(finding.get("check")))
                    .map(finding -> finding.get("verdict") + " " + finding.get("detail"))
                    .toList();
        }
    }
}
