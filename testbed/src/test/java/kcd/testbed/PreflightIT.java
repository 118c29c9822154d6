package kcd.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.pki.workshop.Credential;
import kcd.testbed.Preflight.Report;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Preflight against the bed: all sound; then each sabotage by its name, with what mends it, and nothing else wrong. */
class PreflightIT {
    private static final Realm HOME = new Realm("WORLDWIDE.TEST");
    private static final Realm AMER = new Realm("AMER.WORLDWIDE.TEST");
    private static final String SPN = "HTTP/exch.worldwide.test";
    private static final Principal SEARCHER = Principal.parse("SVC_awseg@WORLDWIDE.TEST");
    private static final Bed BED = Bed.current();

    @TempDir
    Path directory;

    private Preflight preflight;

    @BeforeEach
    void prepare() throws Exception {
        preflight = new Preflight(BED, directory, BED.realms());
    }

    @AfterEach
    void end() throws Exception {
        preflight.close();
    }

    @Test
    void a_sound_bed_is_all_ok() throws Exception {
        // When
        Report report = preflight.run();

        // Then
        assertThat(report.wrong()).as(report.json() + report.errors()).isEmpty();
        assertThat(report.exitCode()).isZero();
        assertThat(report.details("configuration")).hasSize(3);
        assertThat(report.details("domain controller")).hasSize(3);
        assertThat(report.details("trust")).hasSize(2);
        assertThat(report.details("delegation")).hasSize(3).allMatch(detail -> detail.startsWith("ok"));
        assertThat(report.details("upstream token")).hasSize(3).allMatch(detail -> detail.startsWith("ok accepted"));
        assertThat(report.details("revocation list")).hasSize(1).allMatch(detail -> detail.startsWith("ok"));
    }

    @Test
    void a_wrong_key() throws Exception {
        // Given
        preflight.account("svc_plain@WORLDWIDE.TEST", "Not-The-Password!");

        // When
        Report report = preflight.run();

        // Then
        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.whatIsWrong())
                .startsWith("account key: service account refused")
                .contains("PREAUTH_FAILED")
                .contains("ktpass again after each password change");
    }

    @Test
    void a_key_that_is_taken_in_armour_only() throws Exception {
        // Given
        onlyHomesMail();
        preflight.controllers(HOME, BED.get("strict-kdc"));
        Principal armor = Principal.parse("armor@WORLDWIDE.TEST");

        // When
        Report bare = preflight.run();
        preflight.broker.put("kcd.service-account.armor.principal", armor.toString());
        preflight.broker.put(
                "kcd.service-account.armor.keytab", BED.keytabFile(armor).toString());
        Report armored = preflight.run();

        // Then
        assertThat(bare.whatIsWrong())
                .startsWith("account key: armor required")
                .contains("kcd.service-account.armor.principal");
        assertThat(armored.wrong()).as(armored.json() + armored.errors()).isEmpty();
        assertThat(armored.details("account key")).hasSize(1).allMatch(detail -> detail.startsWith("ok accepted"));
    }

    @Test
    void an_account_whose_only_key_is_rc4_and_how_it_is_let_in() throws Exception {
        // Given
        onlyHomesMail();
        preflight.account("svc_rc4@WORLDWIDE.TEST", "Svc-Passw0rd!");

        // When
        Report refused = preflight.run();
        preflight.broker.put("kcd.kerberos.allow-rc4", "true");
        Report allowed = preflight.run();

        // Then
        assertThat(refused.whatIsWrong())
                .startsWith("account key: encryption type mismatch")
                .contains("-KerberosEncryptionType AES128,AES256");
        assertThat(allowed.wrong()).as(allowed.json() + allowed.errors()).isEmpty();
        assertThat(allowed.details("account key")).hasSize(1).allMatch(detail -> detail.contains("RC4 is allowed"));
    }

    @Test
    void an_emptied_delegation_list() throws Exception {
        // Given
        onlyHome();
        preflight.account("svc_plain@WORLDWIDE.TEST");
        preflight.route("home", "https://" + BED.address(HOME) + ":8443", "HTTP/other.worldwide.test", BED.ca());
        preflight.broker.put("kcd.callers.edge.allowed-spns", "HTTP/other.worldwide.test");

        // When
        Report report = preflight.run();

        // Then
        assertThat(report.whatIsWrong())
                .startsWith("delegation: delegation not allowed")
                .contains("-Add @{'msDS-AllowedToDelegateTo'='HTTP/other.worldwide.test'}")
                .contains("-TrustedToAuthForDelegation $true");
    }

    @Test
    void a_skewed_clock() throws Exception {
        // Given
        // libfaketime's own mending of timed waits makes a JVM wait for minutes.
        preflight.prefix.addAll(
                List.of("env", "FAKETIME_FORCE_MONOTONIC_FIX=0", "faketime", "--exclude-monotonic", "-f", "+4m"));

        // When
        Report report = preflight.run();

        // Then
        assertThat(report.wrong())
                .as(report.json() + report.errors())
                .hasSize(3)
                .allMatch(wrong -> wrong.startsWith("clock "));
        assertThat(report.details("clock")).allMatch(detail -> detail.matches("wrong 2[34][0-9] s behind ours.*"));
        assertThat(report.json()).contains("w32tm /query /status");
    }

    @Test
    void a_controller_that_is_down() throws Exception {
        // Given
        preflight.controllers(AMER, BED.address(AMER) + ":1," + BED.realm(AMER, "kdc"));

        // When
        Report report = preflight.run();

        // Then
        assertThat(report.whatIsWrong())
                .startsWith("domain controller: does not answer")
                .contains("Is it up, and is TCP port 1 open from here?");
    }

    @Test
    void an_expired_revocation_list() throws Exception {
        // Given
        Instant then = Instant.now().minus(Duration.ofHours(30));
        preflight.publish(preflight
                .pki
                .devices()
                .crl()
                .number(7)
                .thisUpdate(then)
                .nextUpdate(then.plus(Duration.ofHours(24)))
                .issue());

        // When
        Report report = preflight.run();

        // Then
        assertThat(report.whatIsWrong())
                .startsWith("revocation list: ")
                .contains("expired 6 h ago")
                .contains("certutil -crl");
    }

    @Test
    void extended_protection_that_is_satisfied() throws Exception {
        // Given
        onlyHome();
        Credential own = preflight.pki.servers().server("localhost");
        try (var exchange = new ProtectedExchange(BED, own, own)) {
            preflight.route("home", exchange.url(), SPN, serverCa());

            // When
            Report report = preflight.run();

            // Then
            assertThat(report.wrong()).as(report.json()).isEmpty();
            assertThat(report.details("upstream token"))
                    .containsExactly("ok accepted; Extended Protection is required, and satisfied");
        }
    }

    @Test
    void extended_protection_behind_another_certificate() throws Exception {
        // Given
        onlyHome();
        Credential shown = preflight.pki.servers().server("localhost");
        try (var exchange =
                new ProtectedExchange(BED, shown, preflight.pki.servers().server("localhost"))) {
            preflight.route("home", exchange.url(), SPN, serverCa());

            // When
            Report report = preflight.run();

            // Then
            assertThat(report.whatIsWrong())
                    .startsWith("upstream token: refused")
                    .contains("Extended Protection is required")
                    .contains("serial " + shown.certificate().getSerialNumber().toString(16))
                    .contains("give both the same certificate");
        }
    }

    @Test
    void an_upstream_whose_ca_is_not_trusted() throws Exception {
        // Given
        onlyHome();
        preflight.route("home", "https://" + BED.address(HOME) + ":8443", SPN, serverCa());

        // When
        Report report = preflight.run();

        // Then
        assertThat(report.whatIsWrong())
                .startsWith("upstream cert: its certificate leads to no trusted CA")
                .contains("kcd.routes.home.upstream-trust-store");
    }

    @Test
    void a_name_that_the_dns_does_not_know() throws Exception {
        // Given
        preflight.controllers(AMER, "dc9.amer.worldwide.invalid," + BED.realm(AMER, "kdc"));

        // When
        Report report = preflight.run();

        // Then
        assertThat(report.whatIsWrong())
                .startsWith("DNS: no such name")
                .contains("kcd.domains.\"AMER.WORLDWIDE.TEST\".domain-controllers")
                .contains("getent hosts dc9.amer.worldwide.invalid");
    }

    @Test
    void a_target_that_nobody_has_registered() throws Exception {
        // Given
        onlyHome();
        preflight.route("home", "https://" + BED.address(HOME) + ":8443", "HTTP/nosuch.worldwide.test", BED.ca());
        preflight.broker.put("kcd.callers.edge.allowed-spns", "HTTP/nosuch.worldwide.test");

        // When
        Report report = preflight.run();

        // Then
        assertThat(report.whatIsWrong())
                .startsWith("delegation: target unknown")
                .contains("setspn -F -Q HTTP/nosuch.worldwide.test");
    }

    @Test
    void settings_that_do_not_let_the_services_start() throws Exception {
        // Given
        preflight.broker.put("kcd.kdc.total-timeout", "soon");
        preflight.edge.put("kcd.routes.worldwide.target-spn", "exch.worldwide.test");

        // When
        Report report = preflight.run();

        // Then
        assertThat(report.wrong()).contains("configuration ticket-broker", "configuration edge-proxy");
        assertThat(report.json())
                .contains("kcd.kdc.total-timeout = soon")
                .contains("write it like HTTP/exch.example.com");
    }

    @Test
    void a_directory_that_is_trusted() throws Exception {
        // Given
        preflight.broker.putAll(BED.mapping(SEARCHER, BED.ca()));

        // When
        Report report = preflight.run();

        // Then
        assertThat(report.wrong()).as(report.json()).isEmpty();
        assertThat(report.details("directory")).containsExactly("ok trusted, and takes the bind");
    }

    @Test
    void a_directory_whose_certificate_is_not_trusted() throws Exception {
        // Given
        preflight.broker.putAll(BED.mapping(SEARCHER, serverCa()));

        // When
        Report report = preflight.run();

        // Then
        assertThat(report.whatIsWrong())
                .startsWith("directory: ")
                .contains("name the CA of the directory's certificate in kcd.certificate-mapping.ldap.trust-store");
    }

    private Path serverCa() {
        return preflight.pki.anchorFile(preflight.pki.servers(), "server-ca");
    }

    private void onlyHomesMail() {
        onlyHome();
        preflight.route("home", "https://" + BED.address(HOME) + ":8443", SPN, BED.ca());
    }

    private void onlyHome() {
        preflight.edge.clear();
    }
}
