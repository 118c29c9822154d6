package kcd.pki.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.TestCa;
import org.junit.jupiter.api.Test;

class TrustAnchorsTest {
    private final CertificateWorkshop workshop = CertificateWorkshop.now();
    private final TestCa one = workshop.root("One");
    private final TestCa two = workshop.root("Two");

    @Test
    void has_one_generation_for_one_set_in_any_order() {
        TrustAnchors forwards = TrustAnchors.of(List.of(one.certificate(), two.certificate()));
        TrustAnchors backwards = TrustAnchors.of(List.of(two.certificate(), one.certificate(), two.certificate()));
        assertThat(forwards.generation()).isEqualTo(backwards.generation());
        assertThat(backwards.certificates()).hasSize(2);
    }

    @Test
    void has_another_generation_for_another_set() {
        assertThat(TrustAnchors.of(List.of(one.certificate())).generation())
                .isNotEqualTo(TrustAnchors.of(List.of(two.certificate())).generation());
    }

    @Test
    void refuses_to_trust_nothing_or_a_leaf() {
        assertThatThrownBy(() -> TrustAnchors.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TrustAnchors.of(List.of(one.user("a@b").certificate())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CN=a@b");
    }

    @Test
    void takes_fingerprints_as_openssl_and_windows_write_them() {
        CertificateHash hash = CertificateHash.of(one.certificate());
        String colons = hash.hex().toUpperCase(java.util.Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
        assertThat(new CertificateHash(colons)).isEqualTo(hash);
        assertThatThrownBy(() -> new CertificateHash("abc")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knows_no_floor_below_sha1() {
        assertThatThrownBy(() -> new AlgorithmPolicy(2048, 256, 128)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AlgorithmPolicy(512, 256, 256)).isInstanceOf(IllegalArgumentException.class);
    }
}
