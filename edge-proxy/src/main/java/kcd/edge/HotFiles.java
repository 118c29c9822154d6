package kcd.edge;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import kcd.edge.config.EdgeSettings;
import kcd.edge.tls.SessionTickets;
import kcd.edge.tls.TicketKeyFiles;
import kcd.pki.file.FileFault;
import kcd.pki.file.KeyLoad;
import kcd.pki.file.PemKeys;
import kcd.pki.trust.HotKeyManager;
import kcd.pki.trust.HotTrustManager;
import kcd.service.FileWatch;
import kcd.service.MtlsSettings;
import kcd.service.trust.ClientTrustWatch;
import org.jboss.logging.Logger;

/// Takes over certificates, keys and trust when their files change. What cannot be used leaves the old in place.
final class HotFiles {
    private static final Logger LOG = Logger.getLogger(HotFiles.class);

    /// Older session ticket keys are warned of: docs/decisions/0081.
    private static final Duration TICKET_KEY_LIFE = Duration.ofDays(7);

    private final EdgeSettings settings;
    private final Clock clock;
    private final List<Runnable> reviews;

    HotFiles(EdgeSettings settings, Clock clock, List<Runnable> reviews) {
        this.settings = settings;
        this.clock = clock;
        this.reviews = reviews;
    }

    FileWatch watchServerKey(EdgeSettings.Server server, HotKeyManager key, Duration every) {
        return watchKey(server.key(), server.certificate(), server.privateKey(), key, every);
    }

    FileWatch watchMtlsKey(HotKeyManager key, Duration every) {
        MtlsSettings mtls = settings.mtls().orElseThrow();
        return watchKey("kcd.mtls", mtls.certificate(), mtls.privateKey(), key, every);
    }

    /// Connections whose certificates the new trust does not cover are cut.
    ClientTrustWatch watchClientTrust(HotTrustManager trust, Duration every) {
        return new ClientTrustWatch(settings.clients().trust(), anchors -> {
                    trust.replace(anchors);
                    reviews.forEach(Runnable::run);
                })
                .start(every);
    }

    FileWatch watchTicketKeys(TicketKeyFiles keys, SessionTickets tickets, Duration every) {
        String what = "kcd.tls.session-ticket-keys";
        keys.unchangedSince(clock.instant().minus(TICKET_KEY_LIFE))
                .forEach(file -> LOG.warnf(
                        "%s: nobody has replaced %s for more than %d days; whoever got hold of it can be any user",
                        what, file, TICKET_KEY_LIFE.toDays()));
        return new FileWatch(keys.files(), () -> {
                    switch (keys.load()) {
                        case TicketKeyFiles.Load.Loaded(var fresh) -> {
                            tickets.replace(fresh);
                            LOG.infof("%s: now seals with the new first of %s", what, fresh);
                        }
                        case TicketKeyFiles.Load.Unusable(var faults) -> kept(what, faults);
                    }
                })
                .startNow(every);
    }

    private FileWatch watchKey(String what, Path certificate, Path privateKey, HotKeyManager key, Duration every) {
        return new FileWatch(List.of(certificate, privateKey), () -> {
                    switch (new PemKeys(clock).load(certificate, privateKey)) {
                        case KeyLoad.Loaded(var material) -> {
                            key.replace(material);
                            LOG.infof("%s: now presents %s", what, material);
                        }
                        case KeyLoad.Unusable(var faults) -> kept(what, faults);
                    }
                })
                .startNow(every);
    }

    private static void kept(String what, List<FileFault> faults) {
        faults.forEach(
                fault -> LOG.errorf("%s: keeps the old, since the new cannot be used: %s", what, fault.message()));
    }
}
