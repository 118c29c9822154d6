package kcd.crl.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import kcd.pki.crl.CrlWorkshop;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.TestCa;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists in a directory, as Active Directory keeps them: fetched over the wire, from a server that wants to know who asks. */
class LdapCrlFetcherTest {

    private static final String POINT = "CN=Users%20CA,CN=CDP,DC=example,DC=com";
    private static final String PLACE = "CN=CDP,DC=example,DC=com";
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path directory;

    private final byte[] list = CrlWorkshop.named("Users CA").crl(1, 42);
    private final TestCa ca = CertificateWorkshop.now().root("Directory CA");
    private InMemoryDirectoryServer server;

    @BeforeEach
    void start() throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("DC=example,DC=com");
        config.setSchema(null);
        config.addAdditionalBindCredentials("CN=reader", "s3cret");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        SSLContext tls = tls();
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("plain", loopback, 0, null),
                InMemoryListenerConfig.createLDAPSConfig(
                        "tls", loopback, 0, tls.getServerSocketFactory(), tls.getSocketFactory()));
        server = new InMemoryDirectoryServer(config);
        server.add("DC=example,DC=com", new Attribute("objectClass", "domain"));
        server.add(PLACE, new Attribute("objectClass", "container"));
        server.startListening();
    }

    private SSLContext tls() throws Exception {
        KeyStore own = ca.server("localhost", "127.0.0.1").keyStore(PASSWORD);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    @AfterEach
    void stop() {
        server.shutDown(true);
    }

    @Test
    void takes_the_list_out_of_its_entry() throws Exception {
        // Given
        publish("certificateRevocationList;binary", list);

        // When
        FetchResult result = fetch(LdapAccess.NONE, plain() + "?certificateRevocationList?base?objectClass=*");

        // Then
        assertThat(content(result)).isEqualTo(list);
    }

    @Test
    void takes_it_without_the_binary_option_too_and_whatever_attribute_the_url_names() throws Exception {
        // Given
        publish("deltaRevocationList", list);

        // When
        FetchResult result = fetch(LdapAccess.NONE, plain() + "?deltaRevocationList");

        // Then
        assertThat(content(result)).isEqualTo(list);
    }

    @Test
    void asks_the_configured_directory_with_a_password_where_the_url_names_none() throws Exception {
        // Given
        publish("certificateRevocationList", list);
        LdapAccess access = new LdapAccess(
                Optional.of(URI.create("ldaps://localhost:" + server.getListenPort("tls"))),
                Optional.of(new LdapAccess.Bind("CN=reader", "s3cret")),
                Optional.of(ca.writeCertificate(directory, "directory-ca")));

        // When
        FetchResult result = fetch(access, "ldap:///" + POINT + "?certificateRevocationList?base");

        // Then
        assertThat(content(result)).isEqualTo(list);
        assertThat(access.toString()).doesNotContain("s3cret");
    }

    @Test
    void refuses_a_directory_that_nobody_vouches_for() throws Exception {
        // Given
        publish("certificateRevocationList", list);
        TestCa other = CertificateWorkshop.now().root("Directory CA");
        LdapAccess access = new LdapAccess(
                Optional.of(URI.create("ldaps://localhost:" + server.getListenPort("tls"))),
                Optional.empty(),
                Optional.of(other.writeCertificate(directory, "other-ca")));

        // Then
        assertThat(failure(fetch(access, "ldap:///" + POINT))).isEqualTo(FetchFailure.UNREACHABLE);
    }

    @Test
    void names_what_is_missing() throws Exception {
        assertThat(failure(fetch(LdapAccess.NONE, plain()))).isEqualTo(FetchFailure.BROKEN_BODY);
        publish("description", new byte[] {1, 2});
        assertThat(failure(fetch(LdapAccess.NONE, plain()))).isEqualTo(FetchFailure.BROKEN_BODY);
        assertThat(failure(fetch(LdapAccess.NONE, "ldap:///" + POINT))).isEqualTo(FetchFailure.UNREACHABLE);
    }

    @Test
    void stops_at_its_size_and_at_its_time() throws Exception {
        // Given
        publish("certificateRevocationList", new byte[200_000]);

        // Then
        assertThat(fetch(LdapAccess.NONE, plain())).isInstanceOf(FetchResult.Failed.class);
        try (RawServer silent = new RawServer(new byte[0], false)) {
            String url = "ldap://127.0.0.1:" + silent.point().url().getPort() + "/" + POINT;
            assertThat(failure(fetch(LdapAccess.NONE, url, Duration.ofSeconds(1))))
                    .isEqualTo(FetchFailure.TIMEOUT);
        }
    }

    private String plain() {
        return "ldap://localhost:" + server.getListenPort("plain") + "/" + POINT;
    }

    private void publish(String attribute, byte[] value) throws LDAPException {
        server.add(
                "CN=Users CA," + PLACE,
                new Attribute("objectClass", "cRLDistributionPoint"),
                new Attribute(attribute, value));
    }

    private FetchResult fetch(LdapAccess access, String url) throws InterruptedException {
        return fetch(access, url, Duration.ofSeconds(60));
    }

    private FetchResult fetch(LdapAccess access, String url, Duration timeout) throws InterruptedException {
        return new LdapCrlFetcher(access, directory, 100_000, timeout)
                .fetch(new DistributionPoint(URI.create(url)), Validators.NONE);
    }

    private static byte[] content(FetchResult result) throws Exception {
        assertThat(result).isInstanceOf(FetchResult.Fetched.class);
        return Files.readAllBytes(((FetchResult.Fetched) result).file());
    }

    private static FetchFailure failure(FetchResult result) {
        return ((FetchResult.Failed) result).failure();
    }
}
