package kcd.revocation;

import java.time.Duration;
import kcd.revocation.v1.SubscribeResponse;

/** One subscription while it lives. */
public interface FeedCall extends AutoCloseable {

    /**
     * Waits for the next message.
     *
     * @param patience how long a living feed may be silent
     * @throws FeedLostException if the feed ended, or was silent for longer
     */
    SubscribeResponse next(Duration patience) throws FeedLostException, InterruptedException;

    /** Ends the subscription. */
    @Override
    void close();
}
