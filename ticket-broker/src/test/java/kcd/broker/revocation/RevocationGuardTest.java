package kcd.broker.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.user.User;
import kcd.pki.crl.CrlSnapshot;
import kcd.pki.crl.IssuerId;
import kcd.pki.crl.ListState;
import kcd.pki.crl.RevocationList;
import kcd.pki.crl.SerialNumber;
import kcd.pki.crl.SerialSetBuilder;
import kcd.pki.path.PathPolicy;
import kcd.pki.path.PathValidator;
import kcd.pki.path.TrustAnchors;
import kcd.pki.path.VerifiedPath;
import kcd.pki.revocation.RevocationChecker;
import kcd.pki.revocation.RevocationPolicy;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.TestCa;
import org.junit.jupiter.api.Test;

class RevocationGuardTest {
    private static final TestCa ROOT = CertificateWorkshop.now().root("Users CA");
    private static final TestCa ISSUING = ROOT.intermediate("Users Issuing CA");
    private static final Credential ALICE = ISSUING.user("alice@a.test");
    private static final User ALICES_NAME = User.named("alice@a.test");
    private static final PathValidator VALIDATOR =
            new PathValidator(TrustAnchors.of(List.of(ROOT.certificate())), PathPolicy.DEFAULT);

    private final List<User> forgotten = new ArrayList<>();
    private Optional<CrlSnapshot> snapshot = Optional.empty();
    private final RevocationGuard guard = new RevocationGuard(
            new RevocationChecker(() -> snapshot, RevocationPolicy.REJECT, Clock.systemUTC()), forgotten::add, 1_000);

    @Test
    void nobody_passes_before_the_first_list() {
        assertThat(verdict(ALICE)).contains(RefusalReason.REVOCATION_UNKNOWN);
        assertThat(forgotten).isEmpty();
    }

    @Test
    void a_certificate_that_no_list_names_passes() {
        // Given
        publish(list(ISSUING));

        // When, Then
        assertThat(verdict(ALICE)).isEmpty();
    }

    @Test
    void a_revoked_certificate_is_refused_and_its_user_forgotten() {
        // Given
        publish(list(ISSUING));
        verdict(ALICE);
        publish(list(ISSUING, ALICE.certificate()));

        // When, Then
        assertThat(verdict(ALICE)).contains(RefusalReason.CERTIFICATE_REVOKED);
        assertThat(forgotten).containsExactly(ALICES_NAME);
    }

    @Test
    void a_revoked_ca_takes_its_users_with_it() {
        // Given
        publish(list(ISSUING), list(ROOT, ISSUING.certificate()));

        // When, Then
        assertThat(verdict(ALICE)).contains(RefusalReason.CERTIFICATE_REVOKED);
    }

    @Test
    void a_new_list_has_the_users_it_names_forgotten_at_once() {
        // Given
        publish(list(ISSUING));
        verdict(ALICE);
        verdict(ISSUING.user("bob@a.test"));

        // When
        publish(list(ISSUING, ALICE.certificate()));
        guard.review();
        guard.review();

        // Then
        assertThat(forgotten).containsExactly(ALICES_NAME);
    }

    @Test
    void a_list_that_comes_while_the_user_is_looked_up_is_heeded() throws Exception {
        // Given
        var path = (VerifiedPath) VALIDATOR.validate(ALICE.chain(), Instant.now());
        publish(list(ISSUING));
        var _ = guard.require(path);

        // When
        publish(list(ISSUING, ALICE.certificate()));
        guard.review();

        // Then
        assertThat(catchThrowableOfType(RefusedException.class, () -> guard.belongs(path, ALICES_NAME))
                        .refusal()
                        .reason())
                .isEqualTo(RefusalReason.CERTIFICATE_REVOKED);
        assertThat(forgotten).containsExactly(ALICES_NAME);
    }

    private Optional<RefusalReason> verdict(Credential credential) {
        var path = (VerifiedPath) VALIDATOR.validate(credential.chain(), Instant.now());
        var name = User.named(credential == ALICE ? "alice@a.test" : "bob@a.test");
        return Optional.ofNullable(catchThrowableOfType(RefusedException.class, () -> {
                    var _ = guard.require(path);
                    guard.belongs(path, name);
                }))
                .map(refused -> refused.refusal().reason());
    }

    private void publish(RevocationList... lists) {
        snapshot = Optional.of(CrlSnapshot.of(1, List.of(lists)));
    }

    private static RevocationList list(TestCa issuer, X509Certificate... revoked) {
        var serials = new SerialSetBuilder(10);
        for (X509Certificate certificate : revoked) {
            serials.add(SerialNumber.of(certificate));
        }
        Instant now = Instant.now();
        return new RevocationList(
                new ListState(
                        IssuerId.of(issuer.certificate()),
                        null,
                        now.minus(Duration.ofHours(1)),
                        now.plus(Duration.ofHours(1)),
                        revoked.length),
                serials.build());
    }
}
