package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.OpenSsl;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which TLS devices may speak, as OpenSSL's command sees it. RFC 9325 sections 3.1 and 4.2.
class TlsVersionTest {
    @RegisterExtension
    static final EdgeFrame frame = new EdgeFrame();

    private static final EdgeBed bed = frame.bed();
    private static final TestEdge edge = frame.edge();
    private static final OpenSsl device = new OpenSsl(bed.directory(), bed.serviceTrust(), bed.device("alice"));

    @ParameterizedTest
    @CsvSource({
        "-tls1_3, -ciphersuites, TLS_AES_128_GCM_SHA256",
        "-tls1_3, -ciphersuites, TLS_AES_256_GCM_SHA384",
        "-tls1_3, -ciphersuites, TLS_CHACHA20_POLY1305_SHA256",
        "-tls1_2, -cipher, ECDHE-ECDSA-AES128-GCM-SHA256",
        "-tls1_2, -cipher, ECDHE-ECDSA-AES256-GCM-SHA384",
        "-tls1_2, -cipher, ECDHE-ECDSA-CHACHA20-POLY1305",
    })
    void is_1_3_or_1_2_with_encryption_that_authenticates(String version, String option, String suite)
            throws Exception {
        // When
        String said = ask(version, option, suite);

        // Then
        assertThat(said).contains("Cipher is " + suite).contains("HTTP/1.1 200");
    }

    @ParameterizedTest
    @CsvSource({
        "-tls1, ALL:@SECLEVEL=0",
        "-tls1_1, ALL:@SECLEVEL=0",
        "-tls1_2, ECDHE-ECDSA-AES128-SHA256",
        "-tls1_2, ECDHE-ECDSA-AES128-SHA",
        "-tls1_2, AES128-GCM-SHA256",
        "-tls1_2, NULL:aNULL:@SECLEVEL=0",
    })
    void is_nothing_older_and_nothing_weaker(String version, String suites) throws Exception {
        // When
        String said = ask(version, "-cipher", suites);

        // Then
        assertThat(said).doesNotContain("HTTP/1.1").contains("Cipher is (NONE)");
    }

    private static String ask(String... options) throws Exception {
        return device.get(edge.port(), "/eas/x", options);
    }
}
