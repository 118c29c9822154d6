package kcd.pki.revocation;

import static kcd.pki.crl.CrlWorkshop.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kcd.pki.crl.CrlSnapshot;
import kcd.pki.crl.CrlWorkshop;
import kcd.pki.crl.SerialNumber;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationCheckerTest {

    private static final Duration VALIDITY = Duration.ofDays(1);
    private static final WhenStale REJECT = new WhenStale.Reject();
    private static final WhenStale GRACE = new WhenStale.Grace(Duration.ofHours(12));
    private static final WhenStale ALLOW = new WhenStale.Allow();

    private final CrlWorkshop ca = CrlWorkshop.named("Users CA");
    private final CrlWorkshop unlisted = CrlWorkshop.named("Unlisted CA");
    private Optional<CrlSnapshot> snapshot = Optional.of(CrlSnapshot.of(1, List.of(ca.accepted(ca.crl(1, NOW, 42)))));

    @Test
    void says_good_as_of_the_lists_date() {
        assertThat(check(REJECT, NOW, 43)).isEqualTo(new RevocationStatus.Good(NOW));
    }

    @Test
    void says_revoked_as_of_the_lists_date() {
        assertThat(check(REJECT, NOW, 42)).isEqualTo(new RevocationStatus.Revoked(NOW));
    }

    @Test
    void knows_certificates_by_themselves() {
        // Given
        RevocationChecker checker = checker(REJECT, NOW);

        // When
        RevocationStatus status = checker.check(ca.certificate(), ca.certificate());

        // Then
        assertThat(status).isEqualTo(new RevocationStatus.Good(NOW));
    }

    @Test
    void still_says_revoked_when_the_list_is_stale_under_every_policy() {
        // Given
        Instant muchLater = NOW.plus(Duration.ofDays(900));

        // Then
        assertThat(List.of(REJECT, GRACE, ALLOW))
                .allMatch(policy -> check(policy, muchLater, 42) instanceof RevocationStatus.Revoked);
    }

    @Test
    void trusts_a_list_up_to_its_next_update_and_not_a_second_longer() {
        // Given
        Instant nextUpdate = NOW.plus(VALIDITY);

        // Then
        assertThat(check(REJECT, nextUpdate, 43)).isInstanceOf(RevocationStatus.Good.class);
        assertThat(check(REJECT, nextUpdate.plusSeconds(1), 43)).isInstanceOf(RevocationStatus.Unknown.class);
    }

    @Test
    void tolerates_a_stale_list_during_the_grace_only() {
        // Given
        Instant graceEnds = NOW.plus(VALIDITY).plus(Duration.ofHours(12));

        // Then
        assertThat(check(GRACE, graceEnds, 43)).isInstanceOf(RevocationStatus.Tolerated.class);
        assertThat(check(GRACE, graceEnds.plusSeconds(1), 43)).isInstanceOf(RevocationStatus.Unknown.class);
    }

    @Test
    void tolerates_everything_unrevoked_where_the_policy_is_to_allow() {
        assertThat(check(ALLOW, NOW.plus(Duration.ofDays(900)), 43)).isInstanceOf(RevocationStatus.Tolerated.class);
    }

    @Test
    void knows_nothing_of_an_issuer_without_a_list() {
        assertThat(checkUnlisted(REJECT)).isInstanceOf(RevocationStatus.Unknown.class);
        assertThat(checkUnlisted(GRACE)).isInstanceOf(RevocationStatus.Unknown.class);
        assertThat(checkUnlisted(ALLOW)).isInstanceOf(RevocationStatus.Tolerated.class);
    }

    @Test
    void knows_nothing_before_the_first_snapshot() {
        // Given
        snapshot = Optional.empty();

        // Then
        assertThat(check(REJECT, NOW, 43)).isInstanceOf(RevocationStatus.Unknown.class);
        assertThat(check(GRACE, NOW, 43)).isInstanceOf(RevocationStatus.Unknown.class);
        assertThat(check(ALLOW, NOW, 43)).isInstanceOf(RevocationStatus.Tolerated.class);
    }

    @Test
    void has_a_rule_for_each_authority() {
        // Given
        RevocationPolicy policy = new RevocationPolicy(REJECT, Map.of(unlisted.id(), ALLOW));
        RevocationChecker checker = new RevocationChecker(
                () -> snapshot, policy, Clock.fixed(NOW.plus(Duration.ofDays(9)), ZoneOffset.UTC));

        // Then
        assertThat(checker.check(ca.id(), serial(43), Optional::empty)).isInstanceOf(RevocationStatus.Unknown.class);
        assertThat(checker.check(unlisted.id(), serial(43), Optional::empty))
                .isInstanceOf(RevocationStatus.Tolerated.class);
    }

    @Test
    void never_says_good_of_a_certificate_that_belongs_to_another_partition() {
        // Given
        snapshot = Optional.of(CrlSnapshot.of(1, List.of(ca.accepted(ca.crl(NOW, NOW.plus(VALIDITY), list -> {
            CrlWorkshop.number(list, 1);
            CrlWorkshop.revoke(list, BigInteger.valueOf(42));
            CrlWorkshop.extension(list, Extension.issuingDistributionPoint, true, partition("ldap:///CN=1"));
        })))));

        // Then
        assertThat(checkNaming(REJECT, 43, "ldap:///CN=1")).isInstanceOf(RevocationStatus.Good.class);
        assertThat(checkNaming(REJECT, 43, "ldap:///CN=2")).isInstanceOf(RevocationStatus.Unknown.class);
        assertThat(checkNaming(GRACE, 43, "ldap:///CN=2")).isInstanceOf(RevocationStatus.Unknown.class);
        assertThat(checkNaming(ALLOW, 43, "ldap:///CN=2")).isInstanceOf(RevocationStatus.Tolerated.class);
        assertThat(checkNaming(REJECT, 42, "ldap:///CN=2")).isInstanceOf(RevocationStatus.Revoked.class);
        assertThat(check(REJECT, NOW, 43)).isInstanceOf(RevocationStatus.Good.class);
    }

    @ParameterizedTest
    @CsvSource({
        "grace:12h, PT12H",
        "grace:90s, PT90S",
        "GRACE:3d, PT72H",
        "grace:pt30m, PT30M",
        "grace:P2D, PT48H",
    })
    void reads_a_grace(String text, Duration expected) {
        assertThat(WhenStale.parse(text)).contains(new WhenStale.Grace(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "grace", "grace:", "grace:0s", "grace:-5m", "grace:soon", "grace:1y", "deny", "true"})
    void reads_nothing_from_nonsense(String text) {
        assertThat(WhenStale.parse(text)).isEmpty();
    }

    @Test
    void reads_the_words() {
        assertThat(WhenStale.parse(" reject ")).contains(REJECT);
        assertThat(WhenStale.parse("Allow")).contains(ALLOW);
    }

    private RevocationStatus check(WhenStale whenStale, Instant now, long serial) {
        return checker(whenStale, now).check(ca.id(), serial(serial), Optional::empty);
    }

    private RevocationStatus checkNaming(WhenStale whenStale, long serial, String point) {
        return checker(whenStale, NOW).check(ca.id(), serial(serial), () -> Optional.of(Set.of(point)));
    }

    private static IssuingDistributionPoint partition(String uri) {
        GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, uri);
        return new IssuingDistributionPoint(
                new DistributionPointName(new GeneralNames(name)), false, false, null, false, false);
    }

    private RevocationStatus checkUnlisted(WhenStale whenStale) {
        return checker(whenStale, NOW).check(unlisted.id(), serial(43), Optional::empty);
    }

    private RevocationChecker checker(WhenStale whenStale, Instant now) {
        return new RevocationChecker(() -> snapshot, RevocationPolicy.of(whenStale), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static SerialNumber serial(long number) {
        return SerialNumber.of(BigInteger.valueOf(number));
    }
}
