package kcd.broker.kdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kcd.broker.fake.FakeClock;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.exchange.FakeKdc;
import kcd.kerberos.exchange.LongTermKeys;
import kcd.kerberos.exchange.RealmClock;
import kcd.kerberos.exchange.S4uClient;
import kcd.kerberos.exchange.ServiceAccount;
import kcd.kerberos.wire.EtypeInfo2;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClockAlarmTest {
    private final FakeClock clock = new FakeClock();
    private final FakeKdc domain = new FakeKdc(clock);
    private final RealmClock realmClock = new RealmClock(clock);
    private final S4uClient client =
            new S4uClient(new ServiceAccount(FakeKdc.SERVICE, new OneKey()), domain, realmClock, new SecureRandom());
    private final List<String> alarms = new ArrayList<>();
    private final ClockAlarm alarm = new ClockAlarm(realmClock, Set.of(FakeKdc.HOME), clock, alarms::add);

    @Test
    void a_minute_is_tolerated() throws Exception {
        // Given
        domain.ahead = Duration.ofSeconds(60);
        client.authenticate();

        // When
        alarm.tick();

        // Then
        assertThat(alarms).isEmpty();
    }

    @Test
    void more_is_told_before_kerberos_breaks_and_not_every_second() throws Exception {
        // Given
        domain.ahead = Duration.ofSeconds(-90);
        client.authenticate();

        // When
        for (int second = 0; second < 601; second++) {
            alarm.tick();
            clock.advance(Duration.ofSeconds(1));
        }

        // Then
        assertThat(realmClock.offset(FakeKdc.HOME)).isZero();
        assertThat(alarms)
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).startsWith("the clock of HOME.TEST is 90 s behind ours"));
    }

    private record OneKey() implements LongTermKeys {
        @Override
        public List<Enctype> enctypes() {
            return List.of(Enctype.AES256_SHA1);
        }

        @Override
        public Optional<EncryptionKey> authenticationKey(Enctype enctype, @Nullable EtypeInfo2 info) {
            return Optional.of(FakeKdc.key("svc"));
        }

        @Override
        public List<EncryptionKey> ticketKeys(Enctype enctype, @Nullable Integer kvno) {
            return List.of(FakeKdc.key("svc"));
        }
    }
}
