package kcd.broker.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import kcd.broker.fake.ExpectedRefusal;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusedException;
import kcd.pki.name.IdentityPolicy;
import kcd.pki.path.PathPolicy;
import kcd.pki.path.TrustAnchors;
import kcd.pki.workshop.CertificateMatrix;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Specimen;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of certificate, as a caller may pass it on: the broker judges for itself, and says why. */
class CertificateMatrixTest {
    private static final CertificateMatrix MATRIX = new CertificateMatrix(CertificateWorkshop.now());

    private final CertificateIdentities identities = new CertificateIdentities(
            TrustAnchors.of(MATRIX.trusted()),
            PathPolicy.DEFAULT,
            IdentityPolicy.DEFAULT,
            RevocationGate.OPEN,
            List.of(new NameInCertificate()),
            Clock.systemUTC());

    static Stream<Specimen> specimens() {
        // A chain without certificates cannot even be put into a request.
        return MATRIX.specimens().stream().filter(specimen -> !specimen.chain().isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("specimens")
    void identifies_or_refuses_each_specimen_for_the_reason_due(Specimen specimen) throws Exception {
        assertThat(verdict(specimen)).as(specimen.description()).isEqualTo(expected(specimen.verdict()));
    }

    private String verdict(Specimen specimen) throws InterruptedException {
        try {
            Identified identified = identities.identify(new DerChain(specimen.chain()));
            return identified.source().name();
        } catch (RefusedException refused) {
            Refusal refusal = refused.refusal();
            return ExpectedRefusal.told(refusal.reason().name(), refusal.message());
        }
    }

    private static String expected(String verdict) {
        return verdict.equals(Specimen.ADMITTED) ? IdentitySource.CERTIFICATE_UPN.name() : ExpectedRefusal.of(verdict);
    }
}
