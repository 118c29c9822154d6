package kcd.broker.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.unboundid.ldap.sdk.Filter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import kcd.broker.fake.FakeClock;
import kcd.broker.mapping.DirectoryAddress.Protection;
import kcd.broker.mapping.DirectoryFixture.Told;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.lab.forest.DemoForest;
import kcd.lab.forest.LabDomain;
import kcd.lab.ldap.LabDirectory;
import kcd.lab.pki.LabTls;
import kcd.pki.workshop.CertificateWorkshop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LdapDirectoryTest {
    private static final Filter ALICE = Filter.createEqualityFilter("sAMAccountName", "alice");

    @TempDir
    Path files;

    private final LabDomain domain = DemoForest.create().domain(DemoForest.ROOT);
    private final FakeClock clock = new FakeClock();
    private final Told told = new Told();
    private LabDirectory server;

    @BeforeEach
    void start() throws Exception {
        server = DirectoryFixture.catalog(List.of(domain), "localhost");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void asks_over_ldaps_and_over_start_tls() throws Exception {
        var startTls = new DirectoryAddress("localhost", server.plainPort(), Protection.START_TLS);
        assertThat(names(directory(DirectoryFixture.ldaps(server)))).containsExactly("alice");
        assertThat(names(directory(startTls))).containsExactly("alice");
    }

    @Test
    void keeps_its_connections() throws Exception {
        // Given
        DirectoryAddress address = DirectoryFixture.ldaps(server);
        LdapDirectory directory = directory(address);

        // When
        names(directory);
        names(directory);

        // Then
        assertThat(directory.idleConnections()).containsEntry(address, 1);
    }

    @Test
    void takes_the_base_that_the_server_names() throws Exception {
        // Given
        DirectorySettings given = DirectoryFixture.settings(domain, DirectoryFixture.ldaps(server));
        var settings = new DirectorySettings(
                given.servers(),
                Optional.empty(),
                given.user(),
                given.password(),
                given.tls(),
                given.connections(),
                given.connectTimeout(),
                given.answerTimeout());

        // When
        Directory.Matches matches = new LdapDirectory(settings, told, clock).search(ALICE);

        // Then
        assertThat(matches.asked()).containsIgnoringCase("below DC=worldwide,DC=lab");
        assertThat(matches.entries()).hasSize(1);
    }

    @Test
    void more_matches_than_anyone_needs_are_cut_off_and_said_to_be_more() throws Exception {
        // When
        Directory.Matches matches =
                directory(DirectoryFixture.ldaps(server)).search(Filter.createPresenceFilter("objectClass"));

        // Then
        assertThat(matches.more()).isTrue();
        assertThat(matches.entries()).hasSizeLessThanOrEqualTo(Directory.MAX_MATCHES);
    }

    @Test
    void a_wrong_password_is_tried_once_and_a_new_one_at_once() throws Exception {
        // Given
        Path file = Files.writeString(files.resolve("password"), "wrong");
        var reads = new AtomicInteger();
        DirectoryPassword password = () -> {
            reads.incrementAndGet();
            return Files.readString(file).toCharArray();
        };
        var directory = new LdapDirectory(
                DirectoryFixture.settings(domain, password, DirectoryFixture.trust(), DirectoryFixture.ldaps(server)),
                told,
                clock);

        // When
        Refusal first = refusal(directory);
        Refusal second = refusal(directory);
        Files.writeString(file, DemoForest.GATEWAY_PASSWORD);

        // Then
        assertThat(first.reason()).isEqualTo(RefusalReason.MAPPING_UNAVAILABLE);
        assertThat(first.remedy())
                .hasValueSatisfying(r ->
                        assertThat(r).contains("kcd.certificate-mapping.ldap.password", DirectoryFixture.SEARCHER));
        assertThat(second.message()).contains("is not tried again until it changes");
        assertThat(first.message() + second.message()).doesNotContain("wrong\"");
        assertThat(names(directory)).containsExactly("alice");
    }

    @Test
    void a_wrong_password_is_not_taken_to_the_next_server() {
        // Given
        var directory = new LdapDirectory(
                DirectoryFixture.settings(
                        domain,
                        "wrong"::toCharArray,
                        DirectoryFixture.trust(),
                        DirectoryFixture.ldaps(server),
                        DirectoryFixture.ldaps(server)),
                told,
                clock);

        // When
        refusal(directory);

        // Then
        assertThat(told.searches).containsExactly(false);
    }

    @Test
    void tells_no_password_to_a_server_that_is_not_trusted() {
        // Given
        SSLContext others = LabTls.client(
                Optional.empty(), CertificateWorkshop.now().root("Other CA").certificate());
        var directory = new LdapDirectory(
                DirectoryFixture.settings(
                        domain, DemoForest.GATEWAY_PASSWORD::toCharArray, others, DirectoryFixture.ldaps(server)),
                told,
                clock);

        // When
        Refusal refused = refusal(directory);

        // Then
        assertThat(refused.reason()).isEqualTo(RefusalReason.MAPPING_UNAVAILABLE);
        assertThat(refused.remedy()).hasValueSatisfying(r -> assertThat(r).contains("trust-store"));
    }

    @Test
    void tells_no_password_to_a_server_of_another_name() {
        // Given
        var elsewhere = new DirectoryAddress("127.0.0.1", server.port(), Protection.TLS);

        // When
        Refusal refused = refusal(directory(elsewhere));

        // Then
        assertThat(refused.reason()).isEqualTo(RefusalReason.MAPPING_UNAVAILABLE);
        assertThat(refused.remedy()).hasValueSatisfying(r -> assertThat(r).contains("trust-store"));
    }

    @Test
    void asks_the_next_server_where_one_is_gone_and_the_gone_one_last_for_a_while() throws Exception {
        // Given
        LabDirectory doomed = DirectoryFixture.catalog(List.of(domain), "localhost");
        LdapDirectory directory = directory(DirectoryFixture.ldaps(doomed), DirectoryFixture.ldaps(server));
        names(directory);

        // When
        doomed.close();

        // Then
        assertThat(names(directory)).containsExactly("alice");
        assertThat(names(directory)).containsExactly("alice");
        assertThat(told.searches).containsExactly(true, false, true, true);
    }

    @Test
    void does_not_wait_for_a_server_that_never_answers_longer_than_it_may() throws Exception {
        // Given
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var deaf = new DirectoryAddress("localhost", silent.getLocalPort(), Protection.TLS);
            LdapDirectory directory = directory(deaf, DirectoryFixture.ldaps(server));
            long startedAt = System.nanoTime();

            // When
            List<String> found = names(directory);

            // Then
            assertThat(found).containsExactly("alice");
            assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofSeconds(60));
        }
    }

    @Test
    void nobody_queues_up_behind_a_dead_directory() {
        // Given
        LdapDirectory directory = directory(DirectoryFixture.ldaps(server));
        server.close();
        refusal(directory);

        // When
        Refusal second = refusal(directory);

        // Then
        assertThat(second.message()).contains("just now");
        assertThat(told.searches).containsExactly(false);
    }

    private LdapDirectory directory(DirectoryAddress... servers) {
        return new LdapDirectory(DirectoryFixture.settings(domain, servers), told, clock);
    }

    private static List<String> names(LdapDirectory directory) throws RefusedException {
        return directory.search(ALICE).entries().stream()
                .map(entry -> entry.getAttributeValue("sAMAccountName"))
                .toList();
    }

    private static Refusal refusal(LdapDirectory directory) {
        return catchThrowableOfType(RefusedException.class, () -> directory.search(ALICE))
                .refusal();
    }
}
