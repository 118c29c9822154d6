package kcd.pki.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.KeyKind;
import kcd.pki.workshop.TestCa;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;

class PathValidatorTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final int MANY_LEAVES = 64;

    private final CertificateWorkshop workshop = CertificateWorkshop.at(NOW);
    private final TestCa root = workshop.root("Root");
    private final TestCa issuing = root.intermediate("Issuing");
    private final AtomicInteger signatureChecks = new AtomicInteger();

    @Test
    void tells_leaf_issuer_anchor_and_generation() {
        Credential alice = issuing.user("alice@example.com");
        PathValidator validator = trusting(root, issuing);
        VerifiedPath path = verified(validator.validate(alice.chain(), NOW));
        assertThat(path.leaf()).isEqualTo(alice.certificate());
        assertThat(path.leafHash()).isEqualTo(CertificateHash.of(alice.certificate()));
        assertThat(path.issuer()).isEqualTo(issuing.certificate());
        assertThat(path.anchor()).isEqualTo(root.certificate());
        assertThat(path.certificates()).containsExactly(alice.certificate(), issuing.certificate(), root.certificate());
        assertThat(path.generation()).isEqualTo(validator.anchors().generation());
    }

    @Test
    void checks_one_signature_for_an_unknown_leaf_and_none_for_a_known_one() {
        PathValidator validator = trusting(root, issuing);
        Credential alice = issuing.user("alice@example.com");
        verified(validator.validate(alice.chain(), NOW));
        assertThat(signatureChecks).hasValue(1);
        verified(validator.validate(alice.chain(), NOW));
        assertThat(signatureChecks).hasValue(1);
    }

    @Test
    void checks_a_presented_intermediate_besides() {
        verified(trusting(root).validate(issuing.user("alice@example.com").chain(), NOW));
        assertThat(signatureChecks).hasValue(2);
    }

    @Test
    void spends_no_signature_check_on_a_lookalike_that_names_another_key() {
        TestCa lookalike = workshop.root("Root");
        assertRefused(trusting(root).validate(lookalike.user("a@b").chain(), NOW), PathFault.UNKNOWN_ISSUER);
        assertThat(signatureChecks).hasValue(0);
    }

    @Test
    void spends_one_signature_check_on_a_lookalike_that_names_no_key() {
        TestCa lookalike = workshop.root("Root");
        Credential forged = lookalike
                .leaf("alice")
                .upn("a@b")
                .without(Extension.authorityKeyIdentifier)
                .issue();
        assertRefused(trusting(root).validate(forged.chain(), NOW), PathFault.BAD_SIGNATURE);
        assertThat(signatureChecks).hasValue(1);
    }

    @Test
    void spends_one_signature_check_on_a_forged_chain_however_long() {
        TestCa lookalike = workshop.rootBuilder("Root")
                .without(Extension.subjectKeyIdentifier)
                .issueCa();
        TestCa forged = lookalike
                .intermediateBuilder("Forged")
                .without(Extension.authorityKeyIdentifier)
                .issueCa();
        Credential leaf = forged.intermediate("Lower").intermediate("Lowest").user("a@b");
        assertRefused(trusting(root).validate(leaf.chain(), NOW), PathFault.BAD_SIGNATURE);
        assertThat(signatureChecks).hasValue(1);
    }

    @Test
    void tries_a_bounded_number_of_keys_for_cas_of_one_name() {
        TestCa[] renewals =
                IntStream.range(0, 10).mapToObj(_ -> workshop.root("Root")).toArray(TestCa[]::new);
        Credential forged = workshop.root("Root")
                .leaf("alice")
                .upn("a@b")
                .without(Extension.authorityKeyIdentifier)
                .issue();
        assertRefused(trusting(renewals).validate(forged.chain(), NOW), PathFault.BAD_SIGNATURE);
        assertThat(signatureChecks).hasValueLessThanOrEqualTo(4);
    }

    @Test
    void accepts_the_leaves_of_an_old_and_a_new_ca_of_one_name() {
        TestCa renewed = workshop.root("Root");
        PathValidator validator = trusting(root, renewed);
        assertThat(verified(validator.validate(root.user("a@b").chain(), NOW)).anchor())
                .isEqualTo(root.certificate());
        assertThat(verified(validator.validate(renewed.user("a@b").chain(), NOW))
                        .anchor())
                .isEqualTo(renewed.certificate());
    }

    @Test
    void goes_around_an_expired_ca_that_was_renewed_with_its_key() {
        KeyPair key = KeyKind.P256.generate();
        TestCa old =
                workshop.rootBuilder("Renewed").key(KeyKind.P256, key).expired().issueCa();
        TestCa renewed = workshop.rootBuilder("Renewed").key(KeyKind.P256, key).issueCa();
        VerifiedPath path =
                verified(trusting(old, renewed).validate(old.user("a@b").chain(), NOW));
        assertThat(path.anchor()).isEqualTo(renewed.certificate());
    }

    @Test
    void takes_an_intermediate_alone_for_an_anchor() {
        VerifiedPath path = verified(trusting(issuing)
                .validate(issuing.user("a@b").withoutIntermediates().chain(), NOW));
        assertThat(path.anchor()).isEqualTo(issuing.certificate());
    }

    @Test
    void survives_cas_that_signed_each_other() {
        KeyPair left = KeyKind.P256.generate();
        KeyPair right = KeyKind.P256.generate();
        TestCa leftRoot = workshop.rootBuilder("Left").key(KeyKind.P256, left).issueCa();
        TestCa rightRoot =
                workshop.rootBuilder("Right").key(KeyKind.P256, right).issueCa();
        TestCa leftByRight =
                rightRoot.intermediateBuilder("Left").key(KeyKind.P256, left).issueCa();
        TestCa rightByLeft =
                leftRoot.intermediateBuilder("Right").key(KeyKind.P256, right).issueCa();
        VerifiedPath path = verified(
                trusting(leftByRight, rightByLeft).validate(leftRoot.user("a@b").chain(), NOW));
        assertThat(path.issuer()).isEqualTo(leftByRight.certificate());
    }

    @Test
    void asks_validity_again_of_a_leaf_that_it_knows() {
        PathValidator validator = trusting(root);
        Credential alice =
                root.leaf("alice").upn("a@b").lifetime(Duration.ofHours(1)).issue();
        verified(validator.validate(alice.chain(), NOW));
        assertRefused(validator.validate(alice.chain(), NOW.plus(Duration.ofHours(2))), PathFault.EXPIRED);
        assertRefused(validator.validate(alice.chain(), NOW.minus(Duration.ofHours(2))), PathFault.NOT_YET_VALID);
    }

    @Test
    void asks_validity_again_of_the_issuers_of_a_leaf_that_it_knows() {
        TestCa brief =
                root.intermediateBuilder("Brief").lifetime(Duration.ofHours(1)).issueCa();
        PathValidator validator = trusting(root, brief);
        Credential alice = brief.user("a@b");
        verified(validator.validate(alice.chain(), NOW));
        assertRefused(validator.validate(alice.chain(), NOW.plus(Duration.ofHours(2))), PathFault.ISSUER_EXPIRED);
    }

    @Test
    void is_valid_to_the_last_second_and_not_after() {
        Instant end = NOW.plus(Duration.ofHours(1));
        Credential alice = root.leaf("alice").upn("a@b").validity(NOW, end).issue();
        PathValidator validator = trusting(root);
        verified(validator.validate(alice.chain(), NOW));
        verified(validator.validate(alice.chain(), end));
        assertRefused(validator.validate(alice.chain(), end.plusSeconds(1)), PathFault.EXPIRED);
        assertRefused(validator.validate(alice.chain(), NOW.minusSeconds(1)), PathFault.NOT_YET_VALID);
    }

    @Test
    void remembers_a_bounded_number_of_leaves() {
        VerifiedLeafCache cache = new VerifiedLeafCache(MANY_LEAVES);
        TrustGeneration generation =
                TrustAnchors.of(List.of(root.certificate())).generation();
        for (int i = 0; i < 10 * MANY_LEAVES; i++) {
            cache.remember(new CertificateHash("%064x".formatted(i)), generation, List.of(root.certificate()));
            assertThat(cache.size()).isLessThanOrEqualTo(MANY_LEAVES);
        }
        assertThat(cache.issuersOf(new CertificateHash("%064x".formatted(0)), generation))
                .isEmpty();
        assertThat(cache.issuersOf(new CertificateHash("%064x".formatted(10 * MANY_LEAVES - 1)), generation))
                .contains(List.of(root.certificate()));
    }

    @Test
    void keeps_what_is_asked_for_often() {
        VerifiedLeafCache cache = new VerifiedLeafCache(MANY_LEAVES);
        TrustGeneration generation =
                TrustAnchors.of(List.of(root.certificate())).generation();
        CertificateHash regular = new CertificateHash("f".repeat(64));
        cache.remember(regular, generation, List.of(root.certificate()));
        for (int i = 0; i < 10 * MANY_LEAVES; i++) {
            cache.remember(new CertificateHash("%064x".formatted(i)), generation, List.of(root.certificate()));
            assertThat(cache.issuersOf(regular, generation)).isPresent();
        }
    }

    @Test
    void admits_certificates_without_a_stated_purpose_only_where_told_to() {
        Credential plain = root.leaf("alice")
                .upn("a@b")
                .without(Extension.extendedKeyUsage)
                .issue();
        TrustAnchors anchors = TrustAnchors.of(List.of(root.certificate()));
        assertRefused(
                new PathValidator(anchors, PathPolicy.DEFAULT).validate(plain.chain(), NOW),
                PathFault.MISSING_EXTENDED_KEY_USAGE);
        verified(
                new PathValidator(anchors, new PathPolicy(AlgorithmPolicy.DEFAULT, true)).validate(plain.chain(), NOW));
    }

    @Test
    void lowers_and_raises_the_floor_as_told() {
        TestCa rsa = workshop.root("RSA", KeyKind.RSA_2048);
        Credential old = rsa.leaf("alice")
                .upn("a@b")
                .key(KeyKind.RSA_1024)
                .signature("SHA1withRSA")
                .issue();
        TrustAnchors anchors = TrustAnchors.of(List.of(rsa.certificate()));
        verified(new PathValidator(anchors, new PathPolicy(new AlgorithmPolicy(1024, 256, 160), false))
                .validate(old.chain(), NOW));
        assertRefused(
                new PathValidator(anchors, new PathPolicy(new AlgorithmPolicy(3072, 256, 256), false))
                        .validate(rsa.user("a@b").chain(), NOW),
                PathFault.WEAK_KEY);
    }

    @Test
    void refuses_every_certificate_with_one_bit_changed() {
        Credential alice = root.user("alice@example.com");
        PathValidator validator = trusting(root);
        byte[] der = encoded(alice.certificate());
        verified(validator.validateEncoded(List.of(der), NOW));
        List<Integer> admitted = new ArrayList<>();
        for (int bit = 0; bit < der.length * 8; bit++) {
            byte[] changed = der.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            if (validator.validateEncoded(List.of(changed), NOW) instanceof VerifiedPath) {
                admitted.add(bit);
            }
        }
        assertThat(admitted).isEmpty();
    }

    @Test
    void refuses_every_truncation() {
        byte[] der = encoded(root.user("alice@example.com").certificate());
        PathValidator validator = trusting(root);
        for (int length = 0; length < der.length; length++) {
            assertThat(validator.validateEncoded(List.of(Arrays.copyOf(der, length)), NOW))
                    .isInstanceOf(PathResult.Refused.class);
        }
    }

    @Test
    void keeps_a_strangers_line_breaks_out_of_the_log() {
        Credential forged = workshop.root("Evil\r\nFATAL all is lost").user("a@b");
        assertThat(trusting(root).validate(forged.chain(), NOW).toString()).doesNotContain("\n", "\r");
    }

    private PathValidator trusting(TestCa... cas) {
        List<X509Certificate> certificates =
                Arrays.stream(cas).map(TestCa::certificate).toList();
        return new PathValidator(
                TrustAnchors.of(certificates),
                PathPolicy.DEFAULT,
                PathValidator.DEFAULT_REMEMBERED_LEAVES,
                (certificate, key) -> {
                    signatureChecks.incrementAndGet();
                    return SignatureCheck.JCA.signedBy(certificate, key);
                });
    }

    private static VerifiedPath verified(PathResult result) {
        assertThat(result).isInstanceOf(VerifiedPath.class);
        return (VerifiedPath) result;
    }

    private static void assertRefused(PathResult result, PathFault reason) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        PathResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }
}
