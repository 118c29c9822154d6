package kcd.crl.refresh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import kcd.crl.fetch.DistributionPoint;
import kcd.crl.publish.CrlBoard;
import kcd.crl.store.CrlStore;
import kcd.pki.crl.Crl;
import kcd.pki.crl.CrlAcceptance;
import kcd.pki.crl.CrlRefusal;
import kcd.pki.crl.CrlVerdict;
import kcd.pki.crl.HeldList;
import kcd.pki.crl.IssuerId;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where every list comes in, downloaded or from disk: judged, and if it counts, held, kept and published. One at a time,
 * so that a verdict is always about what is in force.
 */
public final class CrlIntake {

    private static final Logger LOG = Logger.getLogger(CrlIntake.class);

    private CrlAcceptance acceptance;
    private final CrlStore store;
    private final CrlBoard board;
    private final Clock clock;
    private final Map<IssuerId, HeldList> held = new HashMap<>();
    private boolean open;

    public CrlIntake(CrlAcceptance acceptance, CrlStore store, CrlBoard board, Clock clock) {
        this.acceptance = acceptance;
        this.store = store;
        this.board = board;
        this.clock = clock;
    }

    /**
     * From now on what is accepted is published at once. Before, it is only held, so that the first snapshot has all lists
     * that could be had and no subscriber sees a gateway that knows one CA of three.
     */
    public synchronized void open() {
        open = true;
        publish();
    }

    /**
     * From now on lists are judged by these rules; what was accepted on the word of a signer that is none of theirs is
     * dropped, with its number and date. The copies on disk are to be recalled then: an earlier one may count again.
     */
    public synchronized void judgeBy(CrlAcceptance rules) {
        acceptance = rules;
        held.values().removeIf(list -> !rules.trusts(list));
        publish();
    }

    /** Where the lists in force say that deltas to them are. */
    synchronized Set<String> freshest() {
        return held.values().stream()
                .flatMap(list -> list.base().header().freshest().stream())
                .collect(Collectors.toSet());
    }

    /** Judges a downloaded file, and takes it away: it becomes the point's copy, or is deleted. */
    public synchronized CrlVerdict take(DistributionPoint point, Path download) {
        CrlVerdict verdict = judge(download);
        boolean keep = switch (verdict) {
            case CrlVerdict.Accepted _ -> true;
            case CrlVerdict.Unchanged _ -> store.copy(point).isEmpty();
            case CrlVerdict.Rejected _ -> false;
        };
        settle(point, download, keep);
        return verdict;
    }

    /** Judges the copy that is kept of this point's list; empty if there is none. */
    public synchronized Optional<CrlVerdict> recall(DistributionPoint point) {
        return store.copy(point).map(this::judge);
    }

    private CrlVerdict judge(Path file) {
        CrlVerdict verdict = read(file);
        if (verdict instanceof CrlVerdict.Accepted(HeldList list, boolean _)) {
            held.put(list.effective().issuer(), list);
            publish();
        }
        return verdict;
    }

    private CrlVerdict read(Path file) {
        try (MappedFile mapped = MappedFile.open(file)) {
            return acceptance.judge(mapped.content(), held, clock.instant());
        } catch (IOException e) {
            return new CrlVerdict.Rejected(CrlRefusal.MALFORMED, "unreadable: " + e);
        }
    }

    /** Nothing at all is published only to take back what was. */
    private void publish() {
        if (open && (!held.isEmpty() || board.current().isPresent())) {
            board.publish(held.values().stream().map(HeldList::effective).toList());
        }
    }

    /** A disk that is full costs the copy, not the list: that is in force already. */
    private void settle(DistributionPoint point, Path download, boolean keep) {
        try {
            if (keep) {
                store.keep(point, download);
            }
        } catch (IOException e) {
            LOG.errorf("no copy kept of the list from %s: %s; a restart will need the distribution point", point, e);
        }
        try {
            Files.deleteIfExists(download);
        } catch (IOException e) {
            LOG.warnf("download %s stays until the next start: %s", download, e);
        }
    }

    /** By when the list that this verdict is about has a successor. */
    synchronized Optional<Instant> nextUpdate(CrlVerdict verdict) {
        return switch (verdict) {
            case CrlVerdict.Accepted accepted ->
                Optional.ofNullable(latest(accepted).header().nextUpdate());
            case CrlVerdict.Unchanged unchanged ->
                Optional.ofNullable(held.get(unchanged.issuer()))
                        .map(list -> list.effective().state().nextUpdate());
            case CrlVerdict.Rejected _ -> Optional.empty();
        };
    }

    private static Crl latest(CrlVerdict.Accepted accepted) {
        @Nullable Crl delta = accepted.list().delta();
        return accepted.delta() && delta != null ? delta : accepted.list().base();
    }
}
