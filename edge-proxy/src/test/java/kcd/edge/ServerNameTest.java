package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.OpenSsl;
import kcd.edge.bed.TestEdge;
import kcd.pki.workshop.Credential.PemFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One address, several names: which certificate a device is shown, as OpenSSL's command sees it.
class ServerNameTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();
    private final OpenSsl device = new OpenSsl(bed.directory(), bed.serviceTrust(), bed.device("alice"));
    private TestEdge edge;

    @BeforeEach
    void start() {
        Map<String, String> settings = new HashMap<>();
        further(settings, "mail", "mail.example.com", "autodiscover.example.com");
        further(settings, "wild", "*.example.org");
        edge = frame.edge(settings);
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example.com, mail.example.com",
        "MAIL.Example.COM, mail.example.com",
        "autodiscover.example.com, mail.example.com",
        "anything.example.org, *.example.org",
        "not.below.example.org, localhost",
        "elsewhere.test, localhost",
        "localhost, localhost"
    })
    void shows_the_certificate_with_the_name_asked_for_and_else_the_first(String asked, String shown) throws Exception {
        for (String version : new String[] {"-tls1_2", "-tls1_3"}) {
            // When
            String said = device.get(edge.port(), "/eas/x", version, "-servername", asked);

            // Then
            assertThat(said).contains("subject=CN = " + shown).contains("HTTP/1.1 200");
        }
    }

    @Test
    void shows_the_first_to_whoever_asks_for_none() throws Exception {
        // When
        String said = device.get(edge.port(), "/eas/x", "-noservername");

        // Then
        assertThat(said).contains("subject=CN = localhost").contains("HTTP/1.1 200");
    }

    @Test
    void takes_over_a_new_certificate_for_one_name_and_leaves_the_others() throws Exception {
        // Given
        String before = serial("mail.example.com");
        String wild = serial("a.example.org");

        // When
        bed.server("mail", "mail.example.com");

        // Then
        Await.until(
                "the new one is shown", SOON, () -> !serial("mail.example.com").equals(before));
        assertThat(serial("a.example.org")).isEqualTo(wild);
    }

    /// What identifies the certificate shown: openssl prints it.
    private String serial(String asked) {
        try {
            String said = device.get(edge.port(), "/eas/x", "-servername", asked);
            int begin = said.indexOf("-----BEGIN CERTIFICATE-----");
            return said.substring(begin, said.indexOf("-----END CERTIFICATE-----", begin));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void further(Map<String, String> settings, String name, String... hosts) {
        PemFiles files = bed.server(name, hosts);
        String prefix = "kcd.tls.further-certificates." + name + ".";
        settings.put(prefix + "certificate", files.certificate().toString());
        settings.put(prefix + "private-key", files.privateKey().toString());
    }
}
