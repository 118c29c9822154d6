package kcd.pki.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kcd.pki.path.CertificateHash;
import kcd.pki.path.PathPolicy;
import kcd.pki.path.PathValidator;
import kcd.pki.path.TrustAnchors;
import kcd.pki.path.VerifiedPath;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.TestCa;
import org.junit.jupiter.api.Test;

class IssuerRulesTest {
    private final CertificateWorkshop workshop = CertificateWorkshop.now();
    private final TestCa rootA = workshop.root("Root A");
    private final TestCa rootB = workshop.root("Root B");
    private final TestCa issuingA = rootA.intermediate("Issuing A");

    @Test
    void keeps_the_ca_of_one_domain_from_making_users_of_another() {
        IssuerRules rules =
                IssuerRules.parse(Map.of("CN=Root A", Set.of("a.example"), "CN=Root B", Set.of("b.example")));
        assertAllowed(rules, issuingA, "alice@A.example");
        assertAllowed(rules, rootB, "bob@b.example");
        assertForbidden(rules, issuingA, "bob@b.example");
        assertForbidden(rules, rootB, "alice@a.example");
    }

    @Test
    void tells_the_rules_that_no_configured_ca_answers_to() {
        String renewed =
                CertificateHash.of(workshop.root("Root A").certificate()).hex();
        IssuerRules rules = IssuerRules.parse(Map.of(
                "CN=Root A", Set.of("a.example"), "CN=Root C", Set.of("c.example"), renewed, Set.of("a.example")));
        assertThat(rules.matchingNone(List.of(rootA.certificate(), rootB.certificate())))
                .containsExactlyInAnyOrder("CN=Root C", renewed);
    }

    @Test
    void takes_a_fingerprint_for_a_name() {
        String fingerprint = CertificateHash.of(rootA.certificate()).hex();
        IssuerRules rules = IssuerRules.parse(Map.of(fingerprint, Set.of("a.example")));
        assertAllowed(rules, issuingA, "alice@a.example");
        assertForbidden(rules, issuingA, "alice@b.example");
    }

    @Test
    void lets_a_ca_that_no_rule_names_assert_nothing() {
        IssuerRules rules = IssuerRules.parse(Map.of("CN=Root A", Set.of("a.example")));
        assertForbidden(rules, rootB, "alice@a.example");
    }

    @Test
    void holds_an_intermediate_to_its_own_rule_and_to_its_roots() {
        IssuerRules rules = IssuerRules.parse(Map.of(
                "CN=Root A", Set.of("a.example", "b.example"), "CN=Issuing A", Set.of("a.example", "c.example")));
        assertAllowed(rules, issuingA, "alice@a.example");
        assertForbidden(rules, issuingA, "alice@b.example");
        assertForbidden(rules, issuingA, "alice@c.example");
    }

    @Test
    void does_not_take_a_subdomain_for_its_parent() {
        IssuerRules rules = IssuerRules.parse(Map.of("CN=Root A", Set.of("a.example")));
        assertForbidden(rules, issuingA, "alice@evil.a.example");
        assertForbidden(rules, issuingA, "alice@a.example.evil");
    }

    @Test
    void refuses_a_rule_that_names_no_ca() {
        assertThatThrownBy(() -> IssuerRules.parse(Map.of("Root A", Set.of("a.example"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void assertAllowed(IssuerRules rules, TestCa ca, String upn) {
        assertThat(read(rules, ca, upn)).isInstanceOf(CertificateIdentity.class);
    }

    private void assertForbidden(IssuerRules rules, TestCa ca, String upn) {
        assertThat(read(rules, ca, upn)).isInstanceOf(IdentityResult.Refused.class);
    }

    private IdentityResult read(IssuerRules rules, TestCa ca, String upn) {
        PathValidator validator = new PathValidator(
                TrustAnchors.of(List.of(rootA.certificate(), rootB.certificate())), PathPolicy.DEFAULT);
        VerifiedPath path = (VerifiedPath)
                validator.validate(ca.leaf("user").upn(upn).issue().chain(), Instant.now());
        return CertificateIdentity.read(path, new IdentityPolicy(false, true, rules));
    }
}
