package kcd.broker.ticket;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import kcd.broker.cache.Computation;
import kcd.broker.cache.Perishable;
import kcd.broker.cache.RenewalMoment;
import kcd.broker.cache.SingleFlight;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.ticket.TgtState.Halted;
import kcd.broker.ticket.TgtState.Held;
import kcd.broker.ticket.TgtState.Missing;
import kcd.kerberos.failure.ErrorCode;
import org.jboss.logging.Logger;

/**
 * Keeps the service account's TGT, renewed ahead of its end.
 *
 * <p>When the domain refuses the key, no attempt is made until the key changes: a broker with an old keytab must not
 * lock the account out for the brokers that have the new one. When it refuses the account for another reason (disabled,
 * locked), the next attempt is after a pause, and each further refusal doubles it. A TGT in hand is used to its end
 * meanwhile.
 */
public final class TgtKeeper<T extends Perishable> {
    static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
    private static final int MAX_DOUBLINGS = 4;
    static final Duration RENEWAL_RETRY = Duration.ofSeconds(30);
    /** Without any TGT nobody is served, so sooner. */
    static final Duration FIRST_RETRY = Duration.ofSeconds(5);

    private static final Set<Integer> WRONG_KEY = Set.of(ErrorCode.PREAUTH_FAILED, ErrorCode.BAD_INTEGRITY);

    private static final Logger LOG = Logger.getLogger(TgtKeeper.class);
    private static final String OURS = "TGT";

    private final Computation<T> authentication;
    private final SingleFlight<String, T> flight;
    private final Clock clock;
    private final Duration skew;
    private final RenewalMoment renewalMoment;
    private volatile TgtState<T> state = new Missing<>(Instant.MIN);
    private volatile Optional<Refusal> wrongKey = Optional.empty();
    private int refusals;

    /**
     * @param authentication the AS exchange
     * @param skew how long before its end a TGT counts as ended
     */
    public TgtKeeper(
            Computation<T> authentication,
            SingleFlight<String, T> flight,
            Clock clock,
            Duration skew,
            RenewalMoment renewalMoment) {
        this.authentication = authentication;
        this.flight = flight;
        this.clock = clock;
        this.skew = skew;
        this.renewalMoment = renewalMoment;
    }

    /** A TGT that is good now; asks for one if there is none. */
    public T current() throws RefusedException, InterruptedException {
        return switch (state) {
            case Held<T> held when usable(held.tgt()) -> held.tgt();
            case Halted<T> halted
            when clock.instant().isBefore(halted.until()) -> throw new RefusedException(halted.refusal());
            case Held<T> _, Halted<T> _, Missing<T> _ -> flight.join(OURS, this::obtain);
        };
    }

    /** Gets the first TGT, or renews the one in hand, when it is time; call it every second or so. */
    public void tick() {
        Instant now = clock.instant();
        boolean due = wrongKey.isEmpty()
                && switch (state) {
                    case Missing<T> missing -> !now.isBefore(missing.retryAt());
                    case Held<T> held -> !now.isBefore(held.renewAt());
                    case Halted<T> halted -> !now.isBefore(halted.until());
                };
        if (due) {
            flight.start(OURS, this::obtain);
        }
    }

    /** Drops this TGT, which a domain controller no longer accepts, unless a newer one has taken its place. */
    public synchronized void discard(T rejected) {
        if (state instanceof Held<T> held && held.tgt().equals(rejected)) {
            state = new Missing<>(Instant.MIN);
        }
    }

    /** There is a new key: a refusal of the old one means nothing any more. */
    public synchronized void keyChanged() {
        refusals = 0;
        wrongKey = Optional.empty();
        if (state instanceof Halted<T>) {
            state = new Missing<>(Instant.MIN);
        }
    }

    /** Whether users can be served. */
    public boolean ready() {
        return state instanceof Held<T> held && usable(held.tgt());
    }

    /** How old the TGT is; zero when there is none. */
    public Duration age() {
        return state instanceof Held<T> held ? Duration.between(held.obtainedAt(), clock.instant()) : Duration.ZERO;
    }

    private boolean usable(T tgt) {
        return tgt.endTime().minus(skew).isAfter(clock.instant());
    }

    private T obtain() throws RefusedException, InterruptedException {
        if (wrongKey.isPresent()) {
            throw new RefusedException(wrongKey.get());
        }
        try {
            T tgt = authentication.compute();
            obtained(tgt);
            return tgt;
        } catch (RefusedException refused) {
            failed(refused);
            throw refused;
        }
    }

    private synchronized void obtained(T tgt) {
        Instant now = clock.instant();
        refusals = 0;
        state = new Held<>(tgt, now, renewalMoment.of(now, tgt.endTime()));
        LOG.infof("obtained a TGT, good until %s", tgt.endTime());
    }

    private synchronized void failed(RefusedException refused) {
        LOG.errorf("cannot obtain a TGT for the service account: %s", refused.getMessage());
        boolean accountRefused = refused.refusal().reason() == RefusalReason.SERVICE_ACCOUNT;
        OptionalInt error = refused.refusal().kerberosError();
        if (accountRefused && error.isPresent() && WRONG_KEY.contains(error.getAsInt())) {
            LOG.error("the key is wrong; it is not tried again until the keytab changes");
            wrongKey = Optional.of(refused.refusal().retryAfter(FIRST_PAUSE));
        }
        Instant nextAttempt = clock.instant().plus(accountRefused ? pause() : RENEWAL_RETRY);
        if (state instanceof Held<T> held && usable(held.tgt())) {
            state = new Held<>(held.tgt(), held.obtainedAt(), nextAttempt);
        } else if (accountRefused) {
            state = new Halted<>(refused.refusal().retryAfter(FIRST_PAUSE), nextAttempt);
        } else {
            state = new Missing<>(clock.instant().plus(FIRST_RETRY));
        }
    }

    private Duration pause() {
        return FIRST_PAUSE.multipliedBy(1L << Math.min(refusals++, MAX_DOUBLINGS));
    }
}
