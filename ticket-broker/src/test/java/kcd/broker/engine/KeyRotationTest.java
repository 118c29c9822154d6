package kcd.broker.engine;

import static kcd.broker.fake.TestKeytab.aes;
import static kcd.broker.fake.TestKeytab.rc4;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import kcd.broker.config.ServiceAccountSettings;
import kcd.broker.config.ServiceAccountSettings.Secret;
import kcd.broker.fake.Await;
import kcd.broker.fake.FakeClock;
import kcd.broker.fake.TestKeytab;
import kcd.broker.refusal.RefusedException;
import kcd.kerberos.exchange.FakeKdc;
import kcd.kerberos.exchange.Kdc;
import kcd.kerberos.exchange.KdcUnreachableException;
import kcd.kerberos.exchange.RealmClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A keytab file that changes under a broker, and a domain that takes or refuses what is in it. */
class KeyRotationTest {
    private static final byte[] OLD = FakeKdc.key("svc").toArray();
    private static final byte[] NEW = FakeKdc.key("new password").toArray();
    private static final byte[] WRONG = FakeKdc.key("misspelt").toArray();

    @TempDir
    Path directory;

    private final FakeClock clock = new FakeClock();
    private final FakeKdc domain = new FakeKdc(clock);
    private final AtomicInteger takenOver = new AtomicInteger();
    private volatile boolean down;
    private ServiceAccountClient account;
    private KeyRotation rotation;

    @BeforeEach
    void startWithTheOldKey() throws Exception {
        Path keytab = write(aes(1, OLD));
        var settings = new ServiceAccountSettings(FakeKdc.SERVICE, new Secret.Keytab(keytab));
        Kdc kdc = (realm, request) -> {
            if (down) {
                throw new KdcUnreachableException(realm, true, "a test's");
            }
            return domain.exchange(realm, request);
        };
        account = new ServiceAccountClient(
                FakeKdc.SERVICE, ServiceAccountKeys.load(settings), kdc, new RealmClock(clock), new SecureRandom());
        rotation = new KeyRotation(settings, account, takenOver::incrementAndGet, clock);
    }

    @Test
    void takes_over_a_key_that_the_domain_accepts() throws Exception {
        // Given
        domain.serviceKey = FakeKdc.key("new password");
        write(aes(1, OLD), aes(2, NEW));

        // When
        rotation.changed();

        // Then
        assertThat(account.keyVersion()).isEqualTo(2);
        assertThat(takenOver).hasValue(1);
        assertThat(account.authenticate().endTime()).isAfter(clock.instant());
    }

    @Test
    void takes_over_a_key_that_came_between_the_reading_and_the_watching() throws Exception {
        // Given
        domain.serviceKey = FakeKdc.key("new password");
        write(aes(1, OLD), aes(2, NEW));

        // When
        rotation.begin();
        rotation.tick();

        // Then
        Await.until(() -> account.keyVersion() == 2);
    }

    @Test
    void tries_nothing_at_the_beginning_when_the_file_is_what_was_read() throws Exception {
        // When
        rotation.begin();
        rotation.tick();

        // Then
        assertThat(proofs()).isZero();
    }

    @Test
    void keeps_the_old_key_when_the_new_one_is_refused_after_one_attempt() throws Exception {
        // Given
        write(aes(2, WRONG));

        // When
        rotation.changed();
        int attempts = proofs();
        clock.advance(Duration.ofDays(1));
        rotation.tick();

        // Then
        assertThat(attempts).isEqualTo(1);
        assertThat(proofs()).isEqualTo(1);
        assertThat(account.keyVersion()).isEqualTo(1);
        assertThat(takenOver).hasValue(0);
        assertThat(account.authenticate().endTime()).isAfter(clock.instant());
    }

    @Test
    void never_proves_itself_with_an_older_version_than_the_newest() throws Exception {
        // Given: the domain would still take version 1
        write(aes(1, OLD), aes(2, WRONG));

        // When
        rotation.changed();

        // Then
        assertThat(proofs()).isEqualTo(1);
        assertThat(account.keyVersion()).isEqualTo(1);
    }

    @Test
    void keeps_the_old_key_when_the_file_is_no_use() throws Exception {
        // When
        Files.writeString(directory.resolve("svc.keytab"), "half a file");
        rotation.changed();
        write(rc4(2));
        rotation.changed();
        TestKeytab.write(directory, "other", "HOME.TEST", aes(2, NEW));
        Files.copy(
                directory.resolve("other.keytab"),
                directory.resolve("svc.keytab"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        rotation.changed();

        // Then
        assertThat(domain.proofs).isEmpty();
        assertThat(account.keyVersion()).isEqualTo(1);
    }

    @Test
    void tries_a_key_again_that_nobody_could_judge() throws Exception {
        // Given
        domain.serviceKey = FakeKdc.key("new password");
        write(aes(2, NEW));
        down = true;
        rotation.changed();
        int versionMeanwhile = account.keyVersion();
        down = false;

        // When
        rotation.tick();
        int tooSoon = proofs();
        clock.advance(KeyRotation.RETRY);
        rotation.tick();

        // Then
        assertThat(versionMeanwhile).isEqualTo(1);
        assertThat(tooSoon).isZero();
        Await.until(() -> account.keyVersion() == 2);
        assertThat(proofs()).isEqualTo(1);
    }

    @Test
    void a_refused_key_does_not_keep_the_next_good_one_out() throws RefusedException {
        // Given
        write(aes(2, WRONG));
        rotation.changed();
        domain.serviceKey = FakeKdc.key("new password");

        // When
        write(aes(3, NEW));
        rotation.changed();

        // Then
        assertThat(account.keyVersion()).isEqualTo(3);
        assertThat(account.authenticate().endTime()).isAfter(clock.instant());
    }

    private int proofs() {
        return domain.proofs.getOrDefault(FakeKdc.HOME.value(), 0);
    }

    private Path write(TestKeytab.Key... keys) {
        return TestKeytab.write(directory, "svc", "HOME.TEST", keys);
    }
}
