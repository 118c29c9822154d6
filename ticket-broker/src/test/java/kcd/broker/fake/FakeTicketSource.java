package kcd.broker.fake;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.ticket.TicketFacts;
import kcd.broker.ticket.TicketSource;
import kcd.broker.ticket.TlsServerEndPoint;
import kcd.broker.ticket.UserTicket;
import kcd.broker.user.User;
import kcd.kerberos.gss.MutualToken;
import kcd.kerberos.name.ServicePrincipalName;

/** A domain in memory: its tokens are readable and say for whom and for what they were made. */
public final class FakeTicketSource implements TicketSource<FakeTicket> {
    public final AtomicInteger impersonations = new AtomicInteger();
    public final AtomicInteger delegations = new AtomicInteger();
    private final Map<String, RefusalReason> refusedUsers = new ConcurrentHashMap<>();
    private final Map<String, String> sids = new ConcurrentHashMap<>();
    private final Map<String, RefusalReason> refusedTargets = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Duration lifetime;

    public FakeTicketSource(Clock clock, Duration lifetime) {
        this.clock = clock;
        this.lifetime = lifetime;
    }

    public void refuseUser(String user, RefusalReason reason) {
        refusedUsers.put(user, reason);
    }

    public void acceptUser(String user) {
        refusedUsers.remove(user);
    }

    /** The PAC of this user's evidence says so from now on. */
    public void giveSid(String user, String sid) {
        sids.put(user, sid);
    }

    public void refuseTarget(String target, RefusalReason reason) {
        refusedTargets.put(target, reason);
    }

    @Override
    public FakeTicket impersonate(User user) throws RefusedException {
        impersonations.incrementAndGet();
        refuse(refusedUsers.get(user.toString()), user.toString());
        return new FakeTicket(user.toString(), clock.instant().plus(lifetime));
    }

    @Override
    public UserTicket delegate(FakeTicket evidence, ServicePrincipalName target) throws RefusedException {
        delegations.incrementAndGet();
        refuse(refusedUsers.get(evidence.label()), evidence.label());
        refuse(refusedTargets.get(target.toString()), target.toString());
        return new Delegated(
                evidence.label(),
                target,
                delegations.get(),
                clock.instant().plus(lifetime),
                Optional.ofNullable(sids.get(evidence.label())));
    }

    private static void refuse(@org.jspecify.annotations.Nullable RefusalReason reason, String whom)
            throws RefusedException {
        if (reason != null) {
            throw new RefusedException(reason, "refused " + whom);
        }
    }

    private record Delegated(
            String user, ServicePrincipalName target, int number, Instant endTime, Optional<String> accountSid)
            implements UserTicket {
        @Override
        public int bytes() {
            return FakeTicket.BYTES;
        }

        @Override
        public String clientPrincipal() {
            return user.substring(0, user.indexOf('@')) + "@A.TEST";
        }

        @Override
        public TicketFacts facts() {
            return new TicketFacts(accountSid, "aes256-cts-hmac-sha1-96", Optional.of("dc1.a.test:88"));
        }

        @Override
        public byte[] mintToken(Optional<TlsServerEndPoint> channel) {
            String binding =
                    channel.map(c -> " bound to " + c.hash().length + " bytes").orElse("");
            return (user + " -> " + target + " #" + number + binding).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public MutualToken mintMutualToken(Optional<TlsServerEndPoint> channel) {
            throw new UnsupportedOperationException("there is no acceptor here to prove itself");
        }
    }
}
