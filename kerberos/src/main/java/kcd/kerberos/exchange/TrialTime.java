package kcd.kerberos.exchange;

import java.time.Duration;
import java.time.Instant;
import kcd.kerberos.name.Realm;
import org.jspecify.annotations.Nullable;

/**
 * A realm's time during one exchange. What an error says of it is tried once, in this exchange; everybody else's clock
 * moves only when the answer to that try was verified, since anyone on the way can forge an error.
 */
final class TrialTime {
    private final RealmClock clock;
    private final Realm realm;
    private @Nullable Duration trial;

    TrialTime(RealmClock clock, Realm realm) {
        this.clock = clock;
        this.realm = realm;
    }

    Instant now() {
        return trial == null ? clock.now(realm) : clock.now().plus(trial);
    }

    /** Takes up what an error says the time is. False if that is not worth another try. */
    boolean take(Instant serverTime) {
        if (trial != null) {
            return false;
        }
        trial = clock.offsetTo(serverTime).orElse(null);
        return trial != null;
    }

    /** The controller's answer to the time that was sent has been verified. */
    void verified() {
        if (trial != null) {
            clock.learn(realm, trial);
        }
    }
}
