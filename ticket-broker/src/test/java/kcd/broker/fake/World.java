package kcd.broker.fake;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import kcd.broker.cache.RenewalMoment;
import kcd.broker.engine.Evidence;
import kcd.broker.engine.KnownProxyTgts;
import kcd.broker.engine.KnownTargets;
import kcd.broker.engine.S4uTicketSource;
import kcd.broker.engine.ServiceAccountClient;
import kcd.broker.engine.ServiceAccountKeys;
import kcd.broker.engine.ServiceTgts;
import kcd.broker.engine.Tgt;
import kcd.broker.fake.FakeController.Behaviour;
import kcd.broker.kdc.ControllerAddress;
import kcd.broker.kdc.ControllerSource;
import kcd.broker.kdc.KdcExchanges.Result;
import kcd.broker.kdc.KdcTimeouts;
import kcd.broker.kdc.RequestRate;
import kcd.broker.kdc.TcpKdc;
import kcd.broker.refusal.RefusedException;
import kcd.broker.ticket.RenewalLimit;
import kcd.broker.ticket.ServiceTicketKey;
import kcd.broker.ticket.TgtKeeper;
import kcd.broker.ticket.UserTicket;
import kcd.broker.ticket.UserTickets;
import kcd.broker.user.User;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.exchange.AliveQuestion;
import kcd.kerberos.exchange.FakeKdc;
import kcd.kerberos.exchange.LongTermKeys;
import kcd.kerberos.exchange.RealmClock;
import kcd.kerberos.gss.TokenFactory;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.wire.EtypeInfo2;
import org.jspecify.annotations.Nullable;

/** One domain in memory behind controllers on loopback, and the broker's own classes in front of them. */
public final class World implements AutoCloseable {
    public static final Realm REALM = FakeKdc.HOME;
    /** Long enough for a sound controller on a machine that is busy with other things. */
    public static final KdcTimeouts TIMEOUTS =
            new KdcTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(20));
    /** For where no controller is sound, or the one that is not costs its whole time. */
    public static final KdcTimeouts SHORT =
            new KdcTimeouts(Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(4));

    public final FakeClock clock = new FakeClock();
    public final FakeKdc domain = new FakeKdc(clock);
    public final Behaviour sound = FakeController.of(domain, REALM);
    public final RealmClock realmClock = new RealmClock(clock);
    public final List<FakeController> controllers = new ArrayList<>();
    public final List<Result> results = Collections.synchronizedList(new ArrayList<>());
    public final TcpKdc kdc;
    public final ServiceAccountClient account;
    public final TgtKeeper<Tgt> keeper;
    public final ServiceTgts tgts;
    private final UserTickets<Evidence> tickets;
    private final SecureRandom random = new SecureRandom();

    public World(Behaviours behaviours) {
        this(behaviours, TIMEOUTS);
    }

    public World(Behaviours behaviours, KdcTimeouts timeouts) {
        this(behaviours, timeouts, new RequestRate(10_000, 10_000), List.of());
    }

    public World(Behaviours behaviours, KdcTimeouts timeouts, RequestRate rate, List<ControllerAddress> before) {
        behaviours.around(sound).forEach(behaviour -> controllers.add(new FakeController(behaviour)));
        List<ControllerAddress> addresses = new ArrayList<>(before);
        controllers.forEach(controller -> addresses.add(controller.address()));
        kdc = new TcpKdc(
                Map.of(REALM, new ControllerSource.Listed(addresses)),
                timeouts,
                rate,
                _ -> {
                    throw new AssertionError("nothing here is in the DNS");
                },
                _ -> aliveQuestion(),
                (_, _, result, _) -> results.add(result));
        account = new ServiceAccountClient(
                FakeKdc.SERVICE, new ServiceAccountKeys(new OneKey(), 1), kdc, realmClock, random);
        keeper = new TgtKeeper<>(
                account::authenticate,
                Tickets.flights(),
                clock,
                Tickets.LIMITS.skew(),
                new RenewalMoment(new Random(1)));
        tgts = new ServiceTgts(REALM, keeper, Tickets.cache(clock), account);
        var source = new S4uTicketSource(
                account,
                tgts,
                new KnownTargets(Tickets.cache(clock), clock),
                new KnownProxyTgts(Tickets.cache(clock)),
                Set.of(REALM),
                Map.of(),
                true, // FakeKdc, like MIT's, leaves enterprise names as they are
                new TokenFactory(realmClock::in, random));
        tickets = new UserTickets<>(source, Tickets.cache(clock), Tickets.cache(clock), new RenewalLimit(clock));
    }

    /** What each controller does, given what a sound one does. */
    public interface Behaviours {
        List<Behaviour> around(Behaviour sound);
    }

    public UserTicket ticket(String user) throws RefusedException, InterruptedException {
        return tickets.get(new ServiceTicketKey(
                User.named(user + "@home.test"), ServicePrincipalName.parse("HTTP/mail.home.test")));
    }

    /** An AS request, which is never under way at two controllers, and proves nothing. */
    public byte[] aliveQuestion() {
        return AliveQuestion.of(FakeKdc.SERVICE, REALM, clock.instant(), random);
    }

    public int questions(int controller) {
        return controllers.get(controller).questions.get();
    }

    @Override
    public void close() {
        controllers.forEach(FakeController::close);
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
