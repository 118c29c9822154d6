package kcd.pki.crl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists as OpenSSL issues them; the resources' make.sh made them. */
class OpenSslCrlTest {

    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    private final CrlIssuer issuer = CrlIssuer.of(certificate());
    private final CrlAcceptance acceptance =
            new CrlAcceptance(List.of(issuer), CrlBounds.DEFAULT, Duration.ofMinutes(5));

    @ParameterizedTest
    @ValueSource(strings = {"openssl-plain.crl", "openssl-partition.crl"})
    void finds_every_serial_whatever_its_entry_extensions(String name) throws Exception {
        // When
        HeldList list = accepted(name);

        // Then
        SerialSet serials = list.effective().serials();
        assertThat(serials.size()).isEqualTo(5);
        assertThat(List.of("1", "7fffffff", "80000000", "ff00112233445566778899aabbccddeeff001122", "a1b2"))
                .allMatch(hex -> serials.contains(SerialNumber.of(new BigInteger(hex, 16))));
        assertThat(serials.contains(SerialNumber.of(BigInteger.valueOf(5)))).isFalse();
    }

    @Test
    void reads_what_the_list_says_about_itself() throws Exception {
        // When
        CrlHeader header = accepted("openssl-partition.crl").base().header();

        // Then
        X509CRL oracle = jdk("openssl-partition.crl");
        assertThat(header.number()).isEqualTo(CrlNumber.of(0x1000));
        assertThat(header.thisUpdate()).isEqualTo(oracle.getThisUpdate().toInstant());
        assertThat(header.nextUpdate()).isEqualTo(oracle.getNextUpdate().toInstant());
        assertThat(header.scope())
                .isEqualTo(new CrlScope(
                        true, Set.of("http://crl.example/ca.crl"), CrlScope.Coverage.USER_CERTIFICATES, false, false));
        assertThat(header.freshest()).containsExactly("http://crl.example/delta.crl");
    }

    @Test
    void takes_a_version_1_list_which_has_no_number() throws Exception {
        // When
        HeldList list = accepted("openssl-version1.crl");

        // Then
        assertThat(list.effective().state().number()).isNull();
        assertThat(list.effective().serials().size()).isEqualTo(1);
    }

    @Test
    void refuses_what_it_must() throws Exception {
        assertThat(refusal("openssl-unknown-critical.crl")).isEqualTo(CrlRefusal.UNKNOWN_CRITICAL_EXTENSION);
        assertThat(refusal("openssl-sha1.crl")).isEqualTo(CrlRefusal.WEAK_SIGNATURE);
    }

    private HeldList accepted(String name) throws IOException {
        CrlVerdict verdict = acceptance.judge(ByteBuffer.wrap(bytes(name)), Map.of(), NOW);
        assertThat(verdict).isInstanceOf(CrlVerdict.Accepted.class);
        return ((CrlVerdict.Accepted) verdict).list();
    }

    private CrlRefusal refusal(String name) throws IOException {
        return ((CrlVerdict.Rejected) acceptance.judge(ByteBuffer.wrap(bytes(name)), Map.of(), NOW)).refusal();
    }

    private static X509CRL jdk(String name) throws Exception {
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(bytes(name)));
    }

    private static X509Certificate certificate() {
        try (InputStream in = OpenSslCrlTest.class.getResourceAsStream("openssl-ca.pem")) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = OpenSslCrlTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
