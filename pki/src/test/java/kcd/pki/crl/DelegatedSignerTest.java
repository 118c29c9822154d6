package kcd.pki.crl;

import static kcd.pki.crl.CrlWorkshop.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.CrlBuilder;
import kcd.pki.workshop.TestCa;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

/** Lists that a CA has someone else sign: believed only from whom the configuration names. */
class DelegatedSignerTest {

    private final CertificateWorkshop workshop = CertificateWorkshop.at(NOW);
    private final TestCa ca = workshop.root("Users CA");
    private final TestCa signer = signer("List Signer");

    @Test
    void takes_of_an_indirect_list_what_is_about_its_ca() {
        // Given
        byte[] list = indirect(
                signer, named(7, "Users CA"), same(8), named(9, "Another CA"), same(10), named(11, "Users CA"));

        // When
        CrlVerdict verdict = judge(list, delegated(signer));

        // Then
        RevocationList effective = ((CrlVerdict.Accepted) verdict).list().effective();
        assertThat(effective.issuer()).isEqualTo(IssuerId.of(ca.certificate()));
        assertThat(effective.serials().size()).isEqualTo(3);
        assertThat(List.of(7L, 8L, 11L)).allMatch(serial -> effective.serials().contains(serial(serial)));
    }

    @Test
    void takes_nothing_before_the_first_entry_that_names_the_ca() {
        // When
        CrlVerdict verdict = judge(indirect(signer, same(7), named(8, "Users CA")), delegated(signer));

        // Then
        assertThat(((CrlVerdict.Accepted) verdict).list().effective().serials().size())
                .isEqualTo(1);
    }

    @Test
    void takes_a_list_under_the_cas_own_name_signed_with_a_key_for_lists_only() {
        // Given
        TestCa sameName = signer("Users CA");

        // When
        CrlVerdict verdict =
                judge(sameName.crl().number(1).revoke(BigInteger.TEN).issue(), delegated(sameName));

        // Then
        RevocationList effective = ((CrlVerdict.Accepted) verdict).list().effective();
        assertThat(effective.issuer()).isEqualTo(IssuerId.of(ca.certificate()));
        assertThat(effective.serials().contains(serial(10))).isTrue();
    }

    @Test
    void refuses_a_signer_that_is_not_configured_whoever_certified_it() {
        assertThat(refusal(judge(indirect(signer, named(7, "Users CA")), CrlIssuer.of(ca.certificate()))))
                .isEqualTo(CrlRefusal.UNKNOWN_ISSUER);
    }

    @Test
    void refuses_a_signers_list_that_does_not_say_it_is_indirect() {
        assertThat(refusal(judge(signer.crl().number(1).issue(), delegated(signer))))
                .isEqualTo(CrlRefusal.INDIRECT);
    }

    @Test
    void is_no_signer_without_the_ca_s_word() {
        // Given
        Credential user = ca.user("alice@example.com");
        TestCa stranger = workshop.root("Users CA");

        // Then
        assertThatThrownBy(() -> CrlIssuer.delegated(ca.certificate(), user.certificate()))
                .hasMessageContaining("cRLSign");
        assertThatThrownBy(() -> CrlIssuer.delegated(stranger.certificate(), signer.certificate()))
                .hasMessageContaining("was not issued by");
    }

    private TestCa signer(String name) {
        return ca.intermediateBuilder(name).keyUsage(KeyUsage.cRLSign).issueCa();
    }

    private CrlIssuer delegated(TestCa who) {
        return CrlIssuer.delegated(ca.certificate(), who.certificate());
    }

    private static CrlVerdict judge(byte[] list, CrlIssuer issuer) {
        return new CrlAcceptance(List.of(issuer), CrlBounds.DEFAULT, Duration.ofMinutes(5))
                .judge(ByteBuffer.wrap(list), Map.of(), NOW);
    }

    private static CrlRefusal refusal(CrlVerdict verdict) {
        return ((CrlVerdict.Rejected) verdict).refusal();
    }

    private record Entry(long serial, String ca) {}

    /** An entry that names its CA. */
    private static Entry named(long serial, String ca) {
        return new Entry(serial, ca);
    }

    /** An entry of the CA of the one before. */
    private static Entry same(long serial) {
        return new Entry(serial, "");
    }

    private static byte[] indirect(TestCa signer, Entry... entries) {
        CrlBuilder list = signer.crl()
                .number(1)
                .extension(
                        Extension.issuingDistributionPoint,
                        true,
                        new IssuingDistributionPoint(null, false, false, null, true, false));
        for (Entry entry : entries) {
            list.revoke(BigInteger.valueOf(entry.serial()), Date.from(NOW), extensions(entry));
        }
        return list.issue();
    }

    private static Extensions extensions(Entry entry) {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.reasonCode, false, CRLReason.lookup(CRLReason.keyCompromise));
            if (!entry.ca().isEmpty()) {
                GeneralName name = new GeneralName(new X500Name("CN=" + entry.ca()));
                extensions.addExtension(Extension.certificateIssuer, true, new GeneralNames(name));
            }
            return extensions.generate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SerialNumber serial(long number) {
        return SerialNumber.of(BigInteger.valueOf(number));
    }
}
