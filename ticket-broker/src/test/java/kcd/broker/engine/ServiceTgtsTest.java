package kcd.broker.engine;

import static kcd.broker.fake.TestKeytab.aes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import kcd.broker.cache.RenewalMoment;
import kcd.broker.config.ServiceAccountSettings;
import kcd.broker.config.ServiceAccountSettings.Secret;
import kcd.broker.fake.FakeClock;
import kcd.broker.fake.TestKeytab;
import kcd.broker.fake.Tickets;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.ticket.TgtKeeper;
import kcd.kerberos.exchange.FakeKdc;
import kcd.kerberos.exchange.Kdc;
import kcd.kerberos.exchange.KdcUnreachableException;
import kcd.kerberos.exchange.RealmClock;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure.RealmUnknown;
import kcd.kerberos.failure.Parties;
import kcd.kerberos.name.Realm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTgtsTest {
    private static final Realm FAR = new Realm("FAR.TEST");
    private static final Realm BETWEEN = new Realm("BETWEEN.TEST");

    @TempDir
    Path directory;

    private final FakeClock clock = new FakeClock();
    private final FakeKdc forest = new FakeKdc(clock);
    private final List<Realm> asked = new ArrayList<>();
    private ServiceTgts tgts;

    @BeforeEach
    void start() throws Exception {
        Path keytab = TestKeytab.write(
                directory, "svc", "HOME.TEST", aes(1, FakeKdc.key("svc").toArray()));
        var settings = new ServiceAccountSettings(FakeKdc.SERVICE, new Secret.Keytab(keytab));
        Kdc kdc = (realm, request) -> {
            asked.add(realm);
            if (realm.equals(BETWEEN)) {
                throw new KdcUnreachableException(realm, false, "no controllers are configured");
            }
            return forest.exchange(realm, request);
        };
        var account = new ServiceAccountClient(
                FakeKdc.SERVICE, ServiceAccountKeys.load(settings), kdc, new RealmClock(clock), new SecureRandom());
        var keeper = new TgtKeeper<Tgt>(
                account::authenticate,
                Tickets.flights(),
                clock,
                Tickets.LIMITS.skew(),
                new RenewalMoment(new Random(1)));
        tgts = new ServiceTgts(FakeKdc.HOME, keeper, Tickets.cache(clock), account);
    }

    @Test
    void a_remembered_refusal_says_what_the_first_one_said() {
        // Given: the way to FAR.TEST leads through a realm that nothing is configured for
        forest.routes.put("HOME.TEST>FAR.TEST", BETWEEN);
        KerberosException first = catchThrowableOfType(KerberosException.class, () -> tgts.tgt(FAR));
        int questions = asked.size();

        // When
        KerberosException second = catchThrowableOfType(KerberosException.class, () -> tgts.tgt(FAR));

        // Then
        Refusal told = KerberosRefusals.refused(second, Parties.UNNAMED).refusal();
        assertThat(asked).hasSize(questions);
        assertThat(second.failure()).isEqualTo(first.failure()).isInstanceOf(RealmUnknown.class);
        assertThat(told.reason()).isEqualTo(RefusalReason.REALM_UNKNOWN);
        assertThat(told.remedy()).get().asString().contains("BETWEEN.TEST");
    }
}
