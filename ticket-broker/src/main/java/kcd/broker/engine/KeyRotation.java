package kcd.broker.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import kcd.broker.config.ServiceAccountSettings;
import kcd.broker.engine.ServiceAccountKeys.UnusableKeysException;
import org.jboss.logging.Logger;

/**
 * Takes over the service account's keytab when it changes: read, tried once, and only then put to use. Whatever is
 * wrong with it, the old keys stay and the log says so.
 *
 * <p>A key that the domain refused is not tried again until the file changes again. A key that nobody judged, because no
 * controller answered, is.
 */
public final class KeyRotation {
    static final Duration RETRY = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(KeyRotation.class);

    private final ServiceAccountSettings settings;
    private final ServiceAccountClient account;
    private final Runnable onTakenOver;
    private final Clock clock;
    private volatile Instant nextTry = Instant.MAX;

    /** @param onTakenOver told when new keys are in use */
    public KeyRotation(
            ServiceAccountSettings settings, ServiceAccountClient account, Runnable onTakenOver, Clock clock) {
        this.settings = settings;
        this.account = account;
        this.onTakenOver = onTakenOver;
        this.clock = clock;
    }

    /** The watch begins: the file may have a newer key than the one that was read from it before. */
    public synchronized void begin() {
        try {
            if (ServiceAccountKeys.load(settings).version() != account.keyVersion()) {
                nextTry = clock.instant();
            }
        } catch (UnusableKeysException unusable) {
            LOG.errorf("the keytab has become unusable since it was read: %s", unusable.getMessage());
        }
    }

    /** The file has new content. */
    public synchronized void changed() {
        nextTry = Instant.MAX;
        try {
            switch (account.tryKeys(ServiceAccountKeys.load(settings))) {
                case TAKEN_OVER -> onTakenOver.run();
                case REFUSED -> LOG.errorf("the refused key is not tried again; put a good keytab in place");
                case UNANSWERED -> nextTry = clock.instant().plus(RETRY);
            }
        } catch (UnusableKeysException unusable) {
            LOG.errorf(
                    "the new keytab is not used, the old keys stay: %s; make one with ktpass /princ %s /crypto AES256-SHA1",
                    unusable.getMessage(), settings.principal());
        }
    }

    /** Tries keys again that nobody has judged yet, on a thread of its own; call it every second or so. */
    public void tick() {
        if (!clock.instant().isBefore(nextTry)) {
            nextTry = Instant.MAX;
            Thread.ofVirtual().name("key-rotation").start(this::changed);
        }
    }
}
