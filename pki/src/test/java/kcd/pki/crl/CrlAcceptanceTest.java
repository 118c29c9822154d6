package kcd.pki.crl;

import static kcd.pki.crl.CrlWorkshop.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrlAcceptanceTest {

    private static final Duration SKEW = Duration.ofMinutes(5);

    private final CrlWorkshop ca = CrlWorkshop.named("Test CA");
    private final CrlAcceptance acceptance = new CrlAcceptance(List.of(ca.issuer()), CrlBounds.DEFAULT, SKEW);
    private final Map<IssuerId, HeldList> held = new HashMap<>();

    @Test
    void accepts_the_first_list_of_a_configured_issuer() {
        // When
        HeldList list = accept(ca.crl(7, 42, 43));

        // Then
        assertThat(list.effective().state())
                .isEqualTo(new ListState(
                        ca.id(),
                        CrlNumber.of(7),
                        NOW.minusSeconds(3600 - 420),
                        NOW.plusSeconds(23 * 3600 + 420),
                        2,
                        new ListSource(ca.id().keyId(), false, Set.of())));
        assertThat(revoked(list, 42)).isTrue();
        assertThat(revoked(list, 44)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, SHA256withRSA",
        "RSA, 2048, SHA512withRSA",
        "RSA, 2048, SHA256withRSAandMGF1",
        "EC, 384, SHA384withECDSA",
        "Ed25519, 0, Ed25519"
    })
    void verifies_the_signatures_that_authorities_use(String key, int bits, String signature) {
        // Given
        CrlWorkshop other = CrlWorkshop.with("Other CA", key, bits, signature, true);

        // When
        CrlVerdict verdict = judge(other, other.crl(1, 5));

        // Then
        assertThat(verdict).isInstanceOf(CrlVerdict.Accepted.class);
    }

    @Test
    void refuses_a_signature_with_sha_1() {
        // Given
        CrlWorkshop old = CrlWorkshop.with("Old CA", "RSA", 2048, "SHA1withRSA", true);

        // When
        CrlVerdict verdict = judge(old, old.crl(1, 5));

        // Then
        assertThat(verdict).isEqualTo(rejected(CrlRefusal.WEAK_SIGNATURE, verdict));
    }

    @Test
    void refuses_a_list_of_a_stranger() {
        assertRefused(CrlRefusal.UNKNOWN_ISSUER, CrlWorkshop.named("Stranger").crl(1));
    }

    @Test
    void refuses_a_list_of_a_namesake_with_another_key() {
        assertRefused(CrlRefusal.OTHER_KEY, CrlWorkshop.named("Test CA").crl(1));
    }

    @Test
    void refuses_a_namesake_that_hides_its_key() {
        // Given
        byte[] list = CrlWorkshop.named("Test CA").bare(NOW, NOW.plusSeconds(60), crl -> CrlWorkshop.number(crl, 1));

        // Then
        assertRefused(CrlRefusal.BAD_SIGNATURE, list);
    }

    @Test
    void refuses_a_list_with_any_bit_of_its_entries_turned() {
        // Given
        byte[] list = ca.crl(1, 0x1234567890L);
        int at = indexOf(list, new byte[] {0x12, 0x34, 0x56, 0x78, (byte) 0x90});
        list[at] ^= 1;

        // Then
        assertRefused(CrlRefusal.BAD_SIGNATURE, list);
    }

    @Test
    void tells_two_keys_of_one_authority_apart() {
        // Given
        CrlWorkshop renewed = CrlWorkshop.named("Test CA");
        CrlAcceptance both = new CrlAcceptance(List.of(ca.issuer(), renewed.issuer()), CrlBounds.DEFAULT, SKEW);

        // When
        CrlVerdict verdict = both.judge(ByteBuffer.wrap(renewed.crl(3, 8)), held, NOW);

        // Then
        assertThat(((CrlVerdict.Accepted) verdict).list().issuer()).isEqualTo(renewed.id());
    }

    @Test
    void refuses_an_authority_that_may_not_sign_lists() {
        // Given
        CrlWorkshop noCrls = CrlWorkshop.with("No CRLs", "EC", 256, "SHA256withECDSA", false);

        // Then
        assertThatThrownBy(noCrls::issuer)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cRLSign");
    }

    @Test
    void refuses_a_list_from_the_future_beyond_the_skew() {
        // Given
        byte[] nearly = ca.crl(1, NOW.plus(SKEW));
        byte[] tooFar = ca.crl(2, NOW.plus(SKEW).plusSeconds(1));

        // Then
        accept(nearly);
        assertRefused(CrlRefusal.FROM_THE_FUTURE, tooFar);
    }

    @Test
    void accepts_an_expired_list_because_what_it_revokes_stays_revoked() {
        // When
        HeldList list = accept(ca.crl(1, NOW.minus(Duration.ofDays(9)), 42));

        // Then
        assertThat(revoked(list, 42)).isTrue();
    }

    @Test
    void refuses_a_list_that_never_gets_stale() {
        // Given
        byte[] list = ca.crl(NOW, CrlWorkshop.NEVER, crl -> CrlWorkshop.number(crl, 1));

        // Then
        assertRefused(CrlRefusal.NO_NEXT_UPDATE, list);
    }

    @Test
    void refuses_a_crl_whose_number_goes_backwards() {
        // Given
        accept(ca.crl(7, NOW, 42));

        // Then
        assertRefused(CrlRefusal.WENT_BACK, ca.crl(6, NOW));
    }

    @Test
    void refuses_a_crl_that_lost_its_number() {
        // Given
        accept(ca.crl(7, NOW.minusSeconds(60), 42));

        // Then
        assertRefused(CrlRefusal.WENT_BACK, ca.crl(NOW, NOW.plusSeconds(60), crl -> {}));
    }

    @Test
    void orders_lists_without_numbers_by_their_dates() {
        // Given
        accept(ca.crl(NOW.minusSeconds(60), NOW.plusSeconds(60), crl -> {}));

        // Then
        assertRefused(CrlRefusal.WENT_BACK, ca.crl(NOW.minusSeconds(61), NOW.plusSeconds(60), crl -> {}));
        accept(ca.crl(NOW.minusSeconds(59), NOW.plusSeconds(60), crl -> {}));
    }

    @Test
    void knows_the_list_in_force_again() {
        // Given
        byte[] list = ca.crl(7, 42);
        accept(list);

        // When
        CrlVerdict verdict = judge(ca, list);

        // Then
        assertThat(verdict).isEqualTo(new CrlVerdict.Unchanged(ca.id()));
    }

    @Test
    void refuses_two_lists_with_one_number_and_date() {
        // Given
        accept(ca.crl(7, NOW, 42));

        // Then
        assertRefused(CrlRefusal.CONTRADICTS, ca.crl(7, NOW, 43));
    }

    @Test
    void takes_a_list_issued_anew_under_its_old_number() {
        // Given
        accept(ca.crl(7, NOW.minusSeconds(60), 42));

        // When
        HeldList list = accept(ca.crl(7, NOW, 42, 43));

        // Then
        assertThat(revoked(list, 43)).isTrue();
    }

    @Test
    void tolerates_a_serial_listed_twice() {
        // When
        HeldList list = accept(ca.crl(1, 42, 42, 42));

        // Then
        assertThat(list.effective().serials().size()).isEqualTo(1);
    }

    @Test
    void applies_a_delta_with_its_removals() {
        // Given
        accept(ca.crl(5, 1, 2, 3));

        // When
        HeldList list = accept(ca.delta(5, 6, new long[] {4}, 2));

        // Then
        assertThat(List.of(revoked(list, 1), revoked(list, 2), revoked(list, 3), revoked(list, 4)))
                .containsExactly(true, false, true, true);
        assertThat(list.effective().state().number()).isEqualTo(CrlNumber.of(6));
    }

    @Test
    void applies_the_next_delta_to_the_complete_list_and_not_to_the_delta_before() {
        // Given
        accept(ca.crl(5, 1, 2));
        accept(ca.delta(5, 6, new long[] {3}, 1));

        // When
        HeldList list = accept(ca.delta(5, 7, new long[] {4}));

        // Then
        assertThat(List.of(revoked(list, 1), revoked(list, 2), revoked(list, 3), revoked(list, 4)))
                .containsExactly(true, true, false, true);
    }

    @Test
    void keeps_a_delta_over_a_new_complete_list_only_while_it_adds_something() {
        // Given
        accept(ca.crl(5, 1));
        accept(ca.delta(5, 8, new long[] {4}));

        // When
        HeldList stillOlder = accept(ca.crl(7, 1));
        HeldList newer = accept(ca.crl(8, 1, 9));

        // Then
        assertThat(revoked(stillOlder, 4)).isTrue();
        assertThat(newer.delta()).isNull();
        assertThat(revoked(newer, 4)).isFalse();
    }

    @Test
    void refuses_a_delta_without_its_complete_list() {
        assertRefused(CrlRefusal.NO_BASE, ca.delta(5, 6, new long[] {4}));
    }

    @Test
    void refuses_a_delta_for_a_later_complete_list() {
        // Given
        accept(ca.crl(5, 1));

        // Then
        assertRefused(CrlRefusal.NO_BASE, ca.delta(6, 7, new long[] {4}));
    }

    @Test
    void refuses_a_delta_whose_number_goes_backwards() {
        // Given
        accept(ca.crl(5, 1));
        accept(ca.delta(5, 8, new long[] {4}));

        // Then
        assertRefused(CrlRefusal.WENT_BACK, ca.delta(5, 7, new long[] {}));
    }

    @Test
    void passes_over_a_delta_that_the_complete_list_holds_already() {
        // Given
        accept(ca.crl(8, 1, 4));

        // When
        CrlVerdict verdict = judge(ca, ca.delta(5, 8, new long[] {4}));

        // Then
        assertThat(verdict).isEqualTo(new CrlVerdict.Unchanged(ca.id()));
    }

    @Test
    void keeps_a_serial_revoked_that_a_delta_both_lists_and_removes() {
        // Given
        accept(ca.crl(5, 1));

        // When
        HeldList list = accept(ca.delta(5, 6, new long[] {1}, 1));

        // Then
        assertThat(revoked(list, 1)).isTrue();
    }

    @Test
    void refuses_a_removal_in_a_complete_list() {
        // Given
        byte[] list = ca.crl(NOW, NOW.plusSeconds(60), crl -> {
            CrlWorkshop.number(crl, 1);
            crl.addCRLEntry(BigInteger.TEN, Date.from(NOW), 8);
        });

        // Then
        assertRefused(CrlRefusal.MALFORMED, list);
    }

    @Test
    void refuses_an_indirect_list() {
        assertRefused(CrlRefusal.INDIRECT, scoped(new IssuingDistributionPoint(null, false, false, null, true, false)));
    }

    @Test
    void refuses_an_entry_for_another_issuer() {
        // Given
        byte[] list = ca.crl(NOW, NOW.plusSeconds(60), crl -> {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            addExtension(
                    extensions,
                    Extension.certificateIssuer,
                    true,
                    new GeneralNames(new GeneralName(new X500Name("CN=Somebody Else"))));
            crl.addCRLEntry(BigInteger.TEN, Date.from(NOW), extensions.generate());
        });

        // Then
        assertRefused(CrlRefusal.INDIRECT, list);
    }

    @Test
    void refuses_lists_that_cover_too_little() {
        assertRefused(
                CrlRefusal.PARTIAL_SCOPE, scoped(new IssuingDistributionPoint(null, false, true, null, false, false)));
        assertRefused(
                CrlRefusal.PARTIAL_SCOPE, scoped(new IssuingDistributionPoint(null, false, false, null, false, true)));
        assertRefused(
                CrlRefusal.PARTIAL_SCOPE,
                scoped(new IssuingDistributionPoint(
                        null, false, false, new ReasonFlags(ReasonFlags.keyCompromise), false, false)));
    }

    @Test
    void takes_a_partition_and_refuses_another_one() {
        // Given
        accept(scoped(point("http://crl.example/1.crl", "ldap:///CN=1")));

        // Then
        assertRefused(CrlRefusal.OTHER_SCOPE, scoped(point("http://crl.example/2.crl")));
        assertThat(judge(ca, scoped(point("http://crl.example/1.crl")))).isEqualTo(new CrlVerdict.Unchanged(ca.id()));
    }

    @Test
    void keeps_with_a_partition_whose_certificates_it_is_about() {
        // When
        HeldList list = accept(scoped(point("HTTP://CRL.example/Users+1.crl", "ldap:///CN=1")));

        // Then
        ListSource source = list.effective().state().source();
        assertThat(source.covers(Optional.of(Set.of("http://crl.example/Users+1.crl"))))
                .isTrue();
        assertThat(source.covers(Optional.of(Set.of("http://crl.example/Users+2.crl"))))
                .isFalse();
        assertThat(source.covers(Optional.of(Set.of()))).isFalse();
        assertThat(source.covers(Optional.empty())).isTrue();
    }

    @Test
    void covers_nothing_that_names_a_point_when_the_partition_is_named_by_no_uri() {
        // When
        HeldList list = accept(scoped(new IssuingDistributionPoint(
                new DistributionPointName(new GeneralNames(new GeneralName(new X500Name("CN=CRL1")))),
                false,
                false,
                null,
                false,
                false)));

        // Then
        assertThat(list.effective().state().source().covers(Optional.of(Set.of("http://crl.example/1.crl"))))
                .isFalse();
    }

    @Test
    void takes_a_complete_list_in_place_of_a_partition_whatever_its_number_and_never_the_other_way() {
        // Given
        accept(ca.crl(NOW.minusSeconds(2), NOW.plusSeconds(60), crl -> {
            CrlWorkshop.number(crl, 999);
            CrlWorkshop.extension(crl, Extension.issuingDistributionPoint, true, point("http://crl.example/1.crl"));
        }));
        assertRefused(CrlRefusal.WENT_BACK, ca.crl(1000, NOW.minusSeconds(3), 42));

        // When
        HeldList complete = accept(ca.crl(7, NOW.minusSeconds(2), 42));

        // Then
        assertThat(complete.effective().state().source().covers(Optional.of(Set.of("http://crl.example/2.crl"))))
                .isTrue();
        assertRefused(CrlRefusal.OTHER_SCOPE, scoped(point("http://crl.example/1.crl")));
    }

    @Test
    void refuses_critical_extensions_it_does_not_know() {
        // Given
        ASN1ObjectIdentifier unknown = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
        Consumer<X509v2CRLBuilder> onList =
                crl -> CrlWorkshop.extension(crl, unknown, true, new DEROctetString(new byte[] {1}));
        Consumer<X509v2CRLBuilder> onEntry = crl -> {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            addExtension(extensions, unknown, true, new DEROctetString(new byte[] {1}));
            crl.addCRLEntry(BigInteger.TEN, Date.from(NOW), extensions.generate());
        };

        // Then
        assertRefused(CrlRefusal.UNKNOWN_CRITICAL_EXTENSION, ca.crl(NOW, NOW.plusSeconds(60), onList));
        assertRefused(CrlRefusal.UNKNOWN_CRITICAL_EXTENSION, ca.crl(NOW, NOW.plusSeconds(60), onEntry));
    }

    @Test
    void holds_to_its_bounds() {
        // Given
        byte[] list = ca.crl(1, 1, 2, 3);
        byte[] longSerial =
                ca.crl(NOW, NOW.plusSeconds(60), crl -> CrlWorkshop.revoke(crl, BigInteger.ONE.shiftLeft(8 * 64)));

        // Then
        assertThat(refusal(new CrlBounds(list.length - 1, 3), list)).isEqualTo(CrlRefusal.TOO_LARGE);
        assertThat(refusal(new CrlBounds(list.length, 2), list)).isEqualTo(CrlRefusal.TOO_LARGE);
        assertThat(refusal(CrlBounds.DEFAULT, longSerial)).isEqualTo(CrlRefusal.TOO_LARGE);
    }

    private CrlRefusal refusal(CrlBounds bounds, byte[] list) {
        CrlVerdict verdict =
                new CrlAcceptance(List.of(ca.issuer()), bounds, SKEW).judge(ByteBuffer.wrap(list), Map.of(), NOW);
        return ((CrlVerdict.Rejected) verdict).refusal();
    }

    private byte[] scoped(IssuingDistributionPoint scope) {
        Instant thisUpdate = NOW.minusSeconds(1);
        return ca.crl(thisUpdate, NOW.plusSeconds(60), crl -> {
            CrlWorkshop.number(crl, 1);
            CrlWorkshop.extension(crl, Extension.issuingDistributionPoint, true, scope);
        });
    }

    private static IssuingDistributionPoint point(String... uris) {
        GeneralName[] names = new GeneralName[uris.length];
        for (int i = 0; i < uris.length; i++) {
            names[i] = new GeneralName(GeneralName.uniformResourceIdentifier, uris[i]);
        }
        return new IssuingDistributionPoint(
                new DistributionPointName(new GeneralNames(names)), false, false, null, false, false);
    }

    private static void addExtension(
            ExtensionsGenerator extensions, ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
        try {
            extensions.addExtension(id, critical, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HeldList accept(byte[] list) {
        CrlVerdict verdict = judge(ca, list);
        assertThat(verdict).isInstanceOf(CrlVerdict.Accepted.class);
        HeldList accepted = ((CrlVerdict.Accepted) verdict).list();
        held.put(accepted.issuer(), accepted);
        return accepted;
    }

    private void assertRefused(CrlRefusal refusal, byte[] list) {
        CrlVerdict verdict = acceptance.judge(ByteBuffer.wrap(list), held, NOW);
        assertThat(verdict).isEqualTo(rejected(refusal, verdict));
    }

    /** A rejection for this reason, in whatever words. */
    private static CrlVerdict rejected(CrlRefusal refusal, CrlVerdict verdict) {
        String detail = verdict instanceof CrlVerdict.Rejected rejected ? rejected.detail() : "no rejection at all";
        return new CrlVerdict.Rejected(refusal, detail);
    }

    private CrlVerdict judge(CrlWorkshop workshop, byte[] list) {
        return new CrlAcceptance(List.of(workshop.issuer()), CrlBounds.DEFAULT, SKEW)
                .judge(ByteBuffer.wrap(list), held, NOW);
    }

    private static boolean revoked(HeldList list, long serial) {
        return list.effective().serials().contains(SerialNumber.of(BigInteger.valueOf(serial)));
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int at = 0; at <= bytes.length - part.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("not found");
    }
}
