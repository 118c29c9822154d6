package kcd.service;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import kcd.pki.file.KeyLoad;
import kcd.pki.file.PemKeys;
import kcd.pki.trust.HotKeyManager;
import org.jboss.logging.Logger;

/**
 * A service's mTLS identity and its trust in the others, taken over anew when the files change: certificates of a mesh live
 * for hours, and a renewal must not need a restart. What cannot be used leaves the old in place.
 */
public final class HotMtls implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(HotMtls.class);
    private static final String TRUST_STORE = "kcd.mtls.trust-store";

    private final MtlsSettings settings;
    private final Clock clock;
    private final HotKeyManager key;
    private final HotPeerTrust trust;
    private final FileWatch watch;

    private HotMtls(MtlsSettings settings, Clock clock, HotKeyManager key, HotPeerTrust trust) {
        this.settings = settings;
        this.clock = clock;
        this.key = key;
        this.trust = trust;
        this.watch = new FileWatch(
                List.of(settings.certificate(), settings.privateKey(), settings.trustStore()), this::reload);
    }

    /** Loads the files, which were checked before, and looks for new content every so often. */
    public static HotMtls watch(MtlsSettings settings, Clock clock, Duration every) {
        KeyLoad load = new PemKeys(clock).load(settings.certificate(), settings.privateKey());
        if (load instanceof KeyLoad.Loaded(var material)) {
            HotMtls mtls = new HotMtls(
                    settings,
                    clock,
                    new HotKeyManager(material),
                    HotPeerTrust.checked(TRUST_STORE, List.of(settings.trustStore())));
            mtls.watch.startNow(every);
            return mtls;
        }
        throw new IllegalStateException("kcd.mtls changed since it was checked: " + load);
    }

    /** Presents the certificate of now. */
    public HotKeyManager key() {
        return key;
    }

    /** Trusts the CAs of now. */
    public HotPeerTrust trust() {
        return trust;
    }

    private void reload() {
        switch (new PemKeys(clock).load(settings.certificate(), settings.privateKey())) {
            case KeyLoad.Loaded(var material) -> {
                key.replace(material);
                LOG.infof("kcd.mtls: now presents %s", material);
            }
            case KeyLoad.Unusable(var faults) ->
                faults.forEach(fault ->
                        LOG.errorf("kcd.mtls: keeps the old, since the new cannot be used: %s", fault.message()));
        }
        trust.reread(TRUST_STORE);
    }

    @Override
    public void close() {
        watch.close();
    }
}
