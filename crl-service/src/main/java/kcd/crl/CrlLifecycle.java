package kcd.crl;

import io.quarkus.grpc.GrpcService;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import kcd.crl.config.CrlSegNames;
import kcd.crl.config.CrlSettings;
import kcd.crl.config.TrustedIssuers;
import kcd.crl.fetch.DistributionPoint;
import kcd.crl.observe.CrlMetrics;
import kcd.crl.publish.CrlBoard;
import kcd.crl.publish.FeedGrpcService;
import kcd.crl.refresh.CrlIntake;
import kcd.crl.refresh.RefreshLoop;
import kcd.crl.store.CrlStore;
import kcd.service.FileWatch;
import kcd.service.StartupFaults;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts and stops the refreshing. The server answers from the first moment, and is ready from the first snapshot on. */
@ApplicationScoped
public class CrlLifecycle {

    /** The exit code of a start that ended because no list could be had. */
    static final int NO_LISTS = 3;

    private static final Logger LOG = Logger.getLogger(CrlLifecycle.class);

    @Inject
    CrlSettings settings;

    @Inject
    CrlStore store;

    @Inject
    CrlBoard board;

    @Inject
    RefreshLoop loop;

    @Inject
    CrlIntake intake;

    @Inject
    CrlMetrics metrics;

    @Inject
    @GrpcService
    FeedGrpcService feed;

    @Inject
    Config config;

    private @Nullable FileWatch issuerFiles;

    void onStart(@Observes StartupEvent event) {
        new CrlSegNames().inUse(config).forEach(LOG::info);
        metrics.watch(board);
        metrics.watch(feed, board);
        FileWatch files = new FileWatch(settings.issuerFiles().all(), () -> {
            reloadIssuers();
            loop.askNow();
        });
        // They may have changed since the settings were read; nothing has been asked so far.
        reloadIssuers();
        issuerFiles = files.start(CrlWiring.FILE_POLL);
        Thread.ofVirtual().name("first-round").start(this::begin);
    }

    /** The CAs have changed: what they signed counts from now on, and what the others signed no longer. */
    private void reloadIssuers() {
        StartupFaults faults = new StartupFaults();
        Optional<TrustedIssuers> trusted = settings.issuerFiles().load(faults);
        faults.lines().forEach(line -> LOG.errorf("keeps the old issuers, since the new cannot be used: %s", line));
        trusted.ifPresent(issuers -> {
            LOG.infof("kcd.crl.issuers: now %s", issuers.issuers());
            intake.judgeBy(settings.acceptance(issuers));
        });
    }

    private void begin() {
        try {
            store.removeLeftovers();
        } catch (IOException e) {
            LOG.warnf("leftovers of downloads stay in %s: %s", settings.directory(), e);
        }
        try {
            Map<DistributionPoint, String> unusable = loop.firstRound();
            if (unusable.isEmpty() || !settings.failStart()) {
                loop.start();
                return;
            }
            unusable.forEach((point, reason) -> LOG.fatalf("no usable list from %s: %s", point, reason));
            LOG.fatal("crl-service ends; kcd.crl.fail-start-on-download-failure=false would let it wait for its lists");
            Quarkus.asyncExit(NO_LISTS);
        } catch (InterruptedException e) {
            LOG.info("interrupted before the first round of downloads was done");
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        if (issuerFiles != null) {
            issuerFiles.close();
        }
        loop.close();
    }
}
