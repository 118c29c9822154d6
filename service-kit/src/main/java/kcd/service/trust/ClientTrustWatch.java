package kcd.service.trust;

import java.time.Duration;
import java.util.function.Consumer;
import kcd.pki.file.TrustLoad.Loaded;
import kcd.pki.file.TrustLoad.Unusable;
import kcd.pki.path.TrustAnchors;
import kcd.pki.path.TrustGeneration;
import kcd.service.FileWatch;
import org.jboss.logging.Logger;

/**
 * Takes over the clients' trust store when its files change. A store that cannot be used is refused as a whole: the old
 * one stays, and {@link #refused} is the alarm until the files are in order again.
 */
public final class ClientTrustWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ClientTrustWatch.class);

    private final ClientTrust store;
    private final Consumer<TrustAnchors> takeOver;
    private final FileWatch files;
    private TrustGeneration inUse;
    private volatile boolean refused;

    /** @param takeOver called with what is to be trusted from now on */
    public ClientTrustWatch(LoadedTrust trust, Consumer<TrustAnchors> takeOver) {
        this.store = trust.store();
        this.takeOver = takeOver;
        this.inUse = trust.anchors().generation();
        this.files = new FileWatch(store.files(), this::reload);
        trust.warnings().forEach(warning -> LOG.warn(warning.message()));
    }

    /** Polls from now on. Looks at once too, as the files may have changed since the settings were checked. */
    public ClientTrustWatch start(Duration every) {
        files.startNow(every);
        return this;
    }

    /** Looks once. True if there was new content. */
    public boolean poll() {
        return files.poll();
    }

    /** Whether the files as they are now cannot be used, so that an older trust store is in force. */
    public boolean refused() {
        return refused || !files.readable();
    }

    private synchronized void reload() {
        switch (store.load()) {
            case Loaded(var anchors, var warnings) -> {
                refused = false;
                if (!anchors.generation().equals(inUse)) {
                    inUse = anchors.generation();
                    takeOver.accept(anchors);
                    LOG.infof("the clients' trust store changed: %s", anchors);
                    warnings.forEach(warning -> LOG.warn(warning.message()));
                }
            }
            case Unusable(var faults) -> {
                refused = true;
                faults.forEach(fault ->
                        LOG.errorf("the clients' trust store is not taken over, the old stays: %s", fault.message()));
            }
        }
    }

    @Override
    public void close() {
        files.close();
    }
}
