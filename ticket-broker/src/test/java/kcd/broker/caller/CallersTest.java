package kcd.broker.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import kcd.broker.caller.SubjectAltName.Dns;
import kcd.broker.caller.SubjectAltName.Uri;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.TestCa;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

class CallersTest {
    private static final TestCa CA = CertificateWorkshop.now().root("Deployment CA");
    private static final Caller EDGE =
            new Caller("edge", Set.of(new Dns("edge.kcd.svc"), new Uri("spiffe://kcd/edge")), Set.of(), false, false);
    private static final Caller CRON = new Caller("cron", Set.of(new Dns("cron.kcd.svc")), Set.of(), true, false);

    private final Callers callers = new Callers(List.of(EDGE, CRON));

    @Test
    void knows_a_caller_by_dns_name_whatever_its_case() {
        assertThat(callers.of(CA.service("Edge.KCD.svc").certificate())).contains(EDGE);
    }

    @Test
    void knows_a_caller_by_uri() {
        // Given
        var certificate = CA.leaf("whoever")
                .name(new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://kcd/edge"))
                .issue();

        // When, Then
        assertThat(callers.of(certificate.certificate())).contains(EDGE);
    }

    @Test
    void does_not_look_at_the_common_name() {
        assertThat(callers.of(CA.leaf("edge.kcd.svc").issue().certificate())).isEmpty();
    }

    @Test
    void an_email_address_or_upn_is_no_name_of_a_caller() {
        // Given
        var certificate = CA.leaf("x").email("edge.kcd.svc").upn("edge@kcd.svc").issue();

        // When, Then
        assertThat(callers.of(certificate.certificate())).isEmpty();
    }

    @Test
    void a_certificate_of_two_callers_is_neither() {
        assertThat(callers.of(CA.service("edge.kcd.svc", "cron.kcd.svc").certificate()))
                .isEmpty();
    }

    @Test
    void a_wildcard_certificate_is_nobody() {
        assertThat(callers.of(CA.service("*.kcd.svc").certificate())).isEmpty();
    }

    @Test
    void two_callers_cannot_share_a_name() {
        assertThatThrownBy(() -> new Callers(
                        List.of(EDGE, new Caller("other", Set.of(new Dns("edge.kcd.svc")), Set.of(), false, false))))
                .hasMessageContaining("two callers");
    }
}
