package kcd.testbed;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.keytab.InvalidKeytabException;
import kcd.kerberos.keytab.Keytab;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.lab.secrecy.SecretLedger;

/** The bed that is up, as its {@code bed.properties} describes it. */
final class Bed {
    /** What a broker waits for: directories, their KDCs and some JVMs may be more than the machine has room for. */
    static final Map<String, String> PATIENCE = Map.of(
            "kcd.kdc.connect-timeout", "10s",
            "kcd.kdc.answer-timeout", "15s",
            "kcd.kdc.total-timeout", "20s");

    private final Path home;
    private final Properties properties = new Properties();

    private Bed(Path home) {
        this.home = home;
        try (Reader in = Files.newBufferedReader(home.resolve("bed.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("no test bed at " + home + "; ./kcd testbed up makes one", e);
        }
        noteSecrets();
    }

    /** No log of the run may hold them. */
    private void noteSecrets() {
        properties.stringPropertyNames().stream()
                .filter(key -> key.endsWith(".password"))
                .map(this::get)
                .forEach(SecretLedger::note);
        try (Stream<Path> files = Files.walk(home, 2)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".keytab")).toList()) {
                Keytab.parse(Files.readAllBytes(file), PermittedEnctypes.AES_AND_RC4)
                        .entries()
                        .forEach(entry -> SecretLedger.note(entry.key().toArray()));
            }
        } catch (IOException | InvalidKeytabException e) {
            throw new IllegalStateException("the bed's keytabs cannot be read", e);
        }
    }

    /** The bed that the system property {@code testbed} names. */
    static Bed current() {
        return new Bed(Path.of(System.getProperty("testbed", "/var/lib/kcd-testbed")));
    }

    /** The bed whose KDCs are Samba's own, which the system property {@code testbed.samba} names. */
    static Bed ofSamba() {
        return new Bed(Path.of(System.getProperty("testbed.samba", "/var/lib/kcd-testbed-samba")));
    }

    /** Whether the KDCs are Samba's own: each then knows its own domain only. */
    boolean isSamba() {
        return get("kdc").equals("samba");
    }

    String get(String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("bed.properties has no " + key);
        }
        return value;
    }

    List<Realm> realms() {
        return Arrays.stream(get("realms").split(",")).map(Realm::new).toList();
    }

    String realm(Realm realm, String what) {
        return get("realm." + realm + "." + what);
    }

    String address(Realm realm) {
        return realm(realm, "address");
    }

    boolean has(Realm realm) {
        return properties.containsKey("realm." + realm + ".address");
    }

    String password(Principal account) {
        return get("account." + account + ".password");
    }

    String dn(Principal account) {
        return get("account." + account + ".dn");
    }

    /** What the directory publishes to this account, DER. */
    Octets certificate(Principal account) throws IOException {
        String pem = get("account." + account + ".certificate");
        return Octets.of(Files.readAllBytes(Path.of(pem.replaceFirst("crt$", "der"))));
    }

    /** What a broker has to be told to find users by their certificates in this domain's directory. */
    Map<String, String> mapping(Principal searcher, Path trusted) {
        String prefix = "kcd.certificate-mapping.";
        return Map.of(
                prefix + "enabled", "true",
                prefix + "ldap.url", realm(searcher.realm(), "ldaps"),
                prefix + "ldap.user", dn(searcher),
                prefix + "ldap.password", password(searcher),
                prefix + "ldap.trust-store", trusted.toString(),
                prefix + "ldap.connect-timeout", "20s",
                prefix + "ldap.answer-timeout", "60s");
    }

    Path keytabFile(Principal account) {
        return home.resolve(account.realm().value()).resolve(account.name() + ".keytab");
    }

    Keytab keytab(Principal account) throws InvalidKeytabException, IOException {
        return Keytab.parse(Files.readAllBytes(keytabFile(account)));
    }

    /** Tells the KDCs what changed in the directories. */
    void sync() throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("kcd.project", "..")).resolve("testbed/bed/directory.py");
        // Debian's own interpreter: another one lacks Samba's modules.
        Process sync = new ProcessBuilder("/usr/bin/python3", tool.toString(), "sync", home.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(sync.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (sync.waitFor() != 0) {
            throw new IllegalStateException("the KDCs could not be told: " + output);
        }
    }

    /** The same with RC4 keys, which others leave out. */
    Keytab keytab(Principal account, PermittedEnctypes permitted) throws InvalidKeytabException, IOException {
        return Keytab.parse(Files.readAllBytes(keytabFile(account)), permitted);
    }

    Path ca() {
        return Path.of(get("ca"));
    }
}
