package kcd.broker.kdc;

import java.time.Duration;
import kcd.kerberos.name.Realm;

/** Hears of each exchange with a domain controller; for metrics. */
@FunctionalInterface
public interface KdcExchanges {
    void finished(Realm realm, ControllerAddress controller, Result result, Duration latency);

    /** Tells both. */
    default KdcExchanges and(KdcExchanges other) {
        return (realm, controller, result, latency) -> {
            finished(realm, controller, result, latency);
            other.finished(realm, controller, result, latency);
        };
    }

    /** How an exchange with one controller ended. */
    enum Result {
        /** It answered; the answer may well be a refusal. */
        ANSWERED,
        /** It could not be reached, did not answer in time, or sent something that is no Kerberos message. */
        FAILED,
        /** Another controller was quicker. */
        OVERTAKEN
    }
}
