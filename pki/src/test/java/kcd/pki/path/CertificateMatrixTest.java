package kcd.pki.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kcd.pki.name.CertificateIdentity;
import kcd.pki.name.IdentityPolicy;
import kcd.pki.name.IdentityResult;
import kcd.pki.workshop.CertificateMatrix;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Specimen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of certificate, judged as the edge and the broker judge it. */
class CertificateMatrixTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final CertificateMatrix MATRIX = new CertificateMatrix(CertificateWorkshop.at(NOW));
    private static final PathValidator VALIDATOR =
            new PathValidator(TrustAnchors.of(MATRIX.trusted()), PathPolicy.DEFAULT);

    static Stream<Specimen> specimens() {
        return MATRIX.specimens().stream();
    }

    static Stream<Specimen> admittedSpecimens() {
        return specimens().filter(specimen -> specimen.verdict().equals(Specimen.ADMITTED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("specimens")
    void gives_each_specimen_its_verdict(Specimen specimen) {
        assertThat(verdict(specimen)).as(specimen.description()).isEqualTo(specimen.verdict());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("specimens")
    void gives_each_specimen_the_same_verdict_again_from_the_cache(Specimen specimen) {
        verdict(specimen);
        assertThat(verdict(specimen)).as(specimen.description()).isEqualTo(specimen.verdict());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("admittedSpecimens")
    void agrees_with_the_jdk_on_what_is_admitted(Specimen specimen) throws GeneralSecurityException {
        List<X509Certificate> chain = specimen.chain().stream()
                .map(der -> Certificates.parse(der).orElseThrow())
                .toList();
        X509CertSelector leaf = new X509CertSelector();
        leaf.setCertificate(chain.getFirst());
        Set<TrustAnchor> roots = MATRIX.trusted().stream()
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(roots, leaf);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        assertThat(CertPathBuilder.getInstance("PKIX").build(parameters)).isNotNull();
    }

    @Test
    void covers_what_was_promised() {
        assertThat(MATRIX.specimens()).hasSizeGreaterThan(120);
        assertThat(MATRIX.specimens().stream().map(Specimen::description)).doesNotHaveDuplicates();
        Set<String> verdicts =
                MATRIX.specimens().stream().map(Specimen::verdict).collect(Collectors.toSet());
        assertThat(verdicts)
                .containsAll(Stream.of(PathFault.values()).map(Enum::name).toList());
    }

    private static String verdict(Specimen specimen) {
        return switch (VALIDATOR.validateEncoded(specimen.chain(), NOW)) {
            case PathResult.Refused refused -> refused.reason().name();
            case VerifiedPath path ->
                switch (CertificateIdentity.read(path, IdentityPolicy.DEFAULT)) {
                    case IdentityResult.Refused refused -> refused.reason().name();
                    case CertificateIdentity _ -> Specimen.ADMITTED;
                };
        };
    }
}
