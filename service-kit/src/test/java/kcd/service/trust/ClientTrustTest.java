package kcd.service.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import kcd.pki.path.TrustAnchors;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.KeyKind;
import kcd.pki.workshop.Pem;
import kcd.pki.workshop.TestCa;
import kcd.service.Fault;
import kcd.service.StartupFaults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientTrustTest {
    private static final CertificateWorkshop WORKSHOP = CertificateWorkshop.now();
    private static final TestCa LOCAL = WORKSHOP.root("Local CA");
    private static final TestCa CENTRAL = WORKSHOP.root("Central CA");
    private static final String PREFIX = "kcd.client-certificates.";

    /** As a service has it among its own settings. */
    @ConfigMapping(prefix = "kcd.client-certificates")
    interface Config extends ClientTrustConfig {}

    @TempDir
    Path directory;

    private final Map<String, String> settings = new HashMap<>();
    private final StartupFaults faults = new StartupFaults();

    @Test
    void the_services_own_files_take_precedence_over_those_distributed_centrally() {
        // Given
        settings.put(PREFIX + "trust-store", local());
        settings.put(PREFIX + "default-trust-store", central());

        // Then
        assertThat(read().orElseThrow().anchors().certificates()).containsExactly(LOCAL.certificate());
    }

    @Test
    void what_is_distributed_centrally_serves_where_nothing_else_is_set() {
        // Given
        settings.put(PREFIX + "trust-store", "");
        settings.put(PREFIX + "default-trust-store", central());

        // Then
        assertThat(read().orElseThrow().anchors().certificates()).containsExactly(CENTRAL.certificate());
    }

    @Test
    void a_missing_file_of_ones_own_is_a_fault_and_no_reason_for_the_central_one() {
        // Given
        settings.put(PREFIX + "trust-store", directory.resolve("gone.pem").toString());
        settings.put(PREFIX + "default-trust-store", central());

        // Then
        assertThat(read()).isEmpty();
        assertThat(faults.all()).extracting(Fault::key).containsExactly(PREFIX + "trust-store");
    }

    @Test
    void refuses_a_pfx_beside_pem_files() {
        // Given
        Path pfx = LOCAL.writePfx(directory, "local", "secret".toCharArray());
        settings.put(PREFIX + "trust-store", pfx + "," + central());

        // Then
        assertThat(read()).isEmpty();
        assertThat(faults.all())
                .singleElement()
                .extracting(Fault::problem)
                .asString()
                .contains("beside other files");
    }

    @Test
    void the_floors_can_be_lowered_for_an_old_estate() {
        // Given
        TestCa old = WORKSHOP.rootBuilder("Old CA").key(KeyKind.RSA_1024).issueCa();
        settings.put(
                PREFIX + "trust-store", old.writeCertificate(directory, "old").toString());
        boolean refusedBefore = read().isEmpty();
        settings.put(PREFIX + "minimum-rsa-bits", "1024");
        settings.put(PREFIX + "allow-sha1", "true");

        // When
        LoadedTrust trust = read().orElseThrow();

        // Then
        assertThat(refusedBefore).isTrue();
        assertThat(trust.store().policy().algorithms().minimumRsaBits()).isEqualTo(1024);
        assertThat(trust.store().policy().algorithms().minimumHashBits()).isEqualTo(160);
    }

    @Test
    void takes_a_changed_store_over_and_refuses_a_broken_one() throws IOException {
        // Given
        settings.put(PREFIX + "trust-store", local());
        var inForce = new AtomicReference<TrustAnchors>();
        try (var watch = new ClientTrustWatch(read().orElseThrow(), inForce::set)) {
            // When
            Files.writeString(Path.of(local()), Pem.of(LOCAL.certificate(), CENTRAL.certificate()));
            watch.poll();
            TrustAnchors both = inForce.get();
            Files.writeString(Path.of(local()), "nonsense");
            watch.poll();

            // Then
            assertThat(both.certificates()).hasSize(2);
            assertThat(inForce).hasValue(both);
            assertThat(watch.refused()).isTrue();
        }
    }

    @Test
    void the_alarm_ends_when_the_files_are_in_order_again() throws IOException {
        // Given
        settings.put(PREFIX + "trust-store", local());
        try (var watch = new ClientTrustWatch(read().orElseThrow(), _ -> {})) {
            Files.delete(directory.resolve("local.pem"));
            watch.poll();
            boolean missed = watch.refused();
            Files.writeString(directory.resolve("local.pem"), "nonsense");
            watch.poll();

            // When
            local();
            watch.poll();

            // Then
            assertThat(missed).isTrue();
            assertThat(watch.refused()).isFalse();
        }
    }

    private String local() {
        return LOCAL.writeCertificate(directory, "local").toString();
    }

    private String central() {
        return CENTRAL.writeCertificate(directory, "central").toString();
    }

    private Optional<LoadedTrust> read() {
        Config config = new SmallRyeConfigBuilder()
                .withMapping(Config.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(Config.class);
        return new ClientTrustReader(faults, Clock.systemUTC()).read(config);
    }
}
