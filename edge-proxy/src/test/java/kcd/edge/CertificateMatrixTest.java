package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.RawDevice;
import kcd.edge.bed.TestEdge;
import kcd.pki.path.PathFault;
import kcd.pki.workshop.CertificateMatrix;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Pem;
import kcd.pki.workshop.Specimen;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every kind of certificate, shown to the real TLS front by a device that sends whatever it is given: who gets in,
/// with which alert the others learn why not, and under which reason they are counted.
class CertificateMatrixTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String ADMITTED = "OK, HTTP/1.1 404 Not Found";

    private static final CertificateMatrix MATRIX = new CertificateMatrix(CertificateWorkshop.now());

    @RegisterExtension
    static final EdgeFrame frame = new EdgeFrame();

    private static final EdgeBed bed = frame.bed();
    private static TestEdge edge;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(bed.directory().resolve("matrix.pem"), Pem.of(MATRIX.trusted()));
        edge = frame.edge(Map.of(
                "kcd.client-certificates.trust-store",
                bed.file("matrix.pem"),
                "kcd.limits.connections-per-certificate",
                "1000"));
    }

    static Stream<Specimen> specimens() {
        return MATRIX.specimens().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("specimens")
    void lets_in_or_refuses_each_specimen_for_the_reason_due(Specimen specimen) throws IOException {
        // Given
        Map<String, Double> before = edge.handshakes();
        RawDevice device = new RawDevice(specimen.chain(), specimen.privateKey(), bed.serviceTrust(), edge.port());

        // When
        String answer = device.ask("/nowhere", () -> counted(before).equals("OK"));

        // Then
        assertThat(counted(before) + ", " + answer).as(specimen.description()).isEqualTo(expected(specimen));
    }

    private static String counted(Map<String, Double> before) {
        Await.until("the handshake is counted", SOON, () -> !edge.handshakes().equals(before));
        return edge.handshakes().entrySet().stream()
                .filter(now -> !now.getValue().equals(before.get(now.getKey())))
                .map(Map.Entry::getKey)
                .reduce((one, other) -> one + " and " + other)
                .orElseThrow();
    }

    private static String expected(Specimen specimen) {
        return judgedByTls(specimen).orElseGet(() -> switch (specimen.verdict()) {
            case Specimen.ADMITTED -> ADMITTED;
            default ->
                Stream.of(PathFault.values())
                        .filter(fault -> fault.name().equals(specimen.verdict()))
                        .findFirst()
                        .map(fault -> fault + ", " + alert(fault))
                        // Whose certificate it is, the broker judges.
                        .orElse(ADMITTED);
        });
    }

    /// What BoringSSL, or Netty above it, decides by itself.
    private static Optional<String> judgedByTls(Specimen specimen) {
        return switch (specimen.description()) {
            // It verifies signatures of RSA, P-256 and P-384 keys; a device learns that from the handshake.
            case "a P521 leaf" ->
                Optional.of(
                        "HANDSHAKE, (internal_error) No supported CertificateVerify signature algorithm for EC  key");
            case "a ED25519 leaf", "no certificate at all" -> Optional.of("NO_CERTIFICATE, certificate_required");
            // It reads certificates and key usage before it asks us.
            case "a key for encryption only", "a broken key usage" -> Optional.of("HANDSHAKE, illegal_parameter");
            case "a truncated certificate",
                    "a certificate with a byte after it",
                    "text instead of a certificate",
                    "PEM instead of DER",
                    "an empty certificate" -> Optional.of("HANDSHAKE, decode_error");
            case "a megabyte" -> Optional.of("HANDSHAKE, connection broken");
            // Netty asks us about the first ten; the gate behind the handshake sees them all.
            case "eleven certificates" -> Optional.of("OK, HTTP/1.1 403 Forbidden");
            default -> Optional.empty();
        };
    }

    private static String alert(PathFault fault) {
        return switch (fault) {
            case UNKNOWN_ISSUER, BAD_SIGNATURE -> "unknown_ca";
            case EXPIRED, ISSUER_EXPIRED -> "certificate_expired";
            case WRONG_EXTENDED_KEY_USAGE, MISSING_EXTENDED_KEY_USAGE, WRONG_KEY_USAGE -> "unsupported_certificate";
            case EMPTY_CHAIN,
                    CHAIN_TOO_LONG,
                    CERTIFICATE_TOO_LARGE,
                    MALFORMED,
                    UNUSUAL_SERIAL_NUMBER,
                    WEAK_SIGNATURE,
                    WEAK_KEY,
                    NOT_YET_VALID,
                    ISSUER_NOT_YET_VALID,
                    LEAF_IS_CA,
                    ISSUER_NOT_CA,
                    PATH_TOO_LONG,
                    UNKNOWN_CRITICAL_EXTENSION,
                    CONSTRAINT_VIOLATED -> "bad_certificate";
        };
    }
}
