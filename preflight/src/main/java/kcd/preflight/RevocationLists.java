package kcd.preflight;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import kcd.crl.config.CrlSettings;
import kcd.crl.fetch.CrlFetcher;
import kcd.crl.fetch.DistributionPoint;
import kcd.crl.fetch.FetchResult;
import kcd.crl.fetch.Validators;
import kcd.pki.crl.CrlAcceptance;
import kcd.pki.crl.CrlVerdict;
import kcd.pki.crl.HeldList;
import kcd.pki.crl.IssuerId;

/** Each distribution point: is there a list, does it count, is it fresh? By the crl-service's own fetcher and judge. */
final class RevocationLists {
    static final String LIST = "revocation list";

    private final CrlSettings settings;
    private final CrlFetcher fetcher;
    private final Clock clock;
    private final Findings findings;

    RevocationLists(CrlSettings settings, CrlFetcher fetcher, Clock clock, Findings findings) {
        this.settings = settings;
        this.fetcher = fetcher;
        this.clock = clock;
        this.findings = findings;
    }

    static RevocationLists of(CrlSettings settings, Clock clock, Findings findings) {
        return new RevocationLists(settings, settings.fetcher(), clock, findings);
    }

    void check() throws InterruptedException, IOException {
        var acceptance = settings.acceptance(settings.issuers());
        Map<IssuerId, HeldList> held = new HashMap<>();
        for (var url : settings.distributionPoints()) {
            check(new DistributionPoint(url), acceptance, held);
        }
        for (var issuer : settings.issuers().issuers()) {
            if (!held.containsKey(issuer.id())) {
                findings.wrong(
                        LIST,
                        issuer.id().toString(),
                        "no distribution point has a list of this CA",
                        "Add its address to kcd.crl.distribution-points: its users are refused without a list.");
            }
        }
    }

    private void check(DistributionPoint point, CrlAcceptance acceptance, Map<IssuerId, HeldList> held)
            throws InterruptedException, IOException {
        switch (fetcher.fetch(point, Validators.NONE)) {
            case FetchResult.Failed(var failure, var detail) ->
                findings.wrong(
                        LIST,
                        point.toString(),
                        "cannot be fetched: " + failure + ", " + detail,
                        "Is the address right, and open from here?\n  curl -sSvo /dev/null " + point);
            case FetchResult.NotModified _ ->
                findings.wrong(
                        LIST, point.toString(), "says 'not modified' to a first request", "Look at its web server.");
            case FetchResult.Fetched(Path file, var _) -> judge(point, file, acceptance, held);
        }
    }

    private void judge(DistributionPoint point, Path file, CrlAcceptance acceptance, Map<IssuerId, HeldList> held)
            throws IOException {
        byte[] der = Files.readAllBytes(file); // bounded by the fetcher
        Files.delete(file);
        switch (acceptance.judge(ByteBuffer.wrap(der), held, clock.instant())) {
            case CrlVerdict.Accepted(HeldList list, boolean _) -> {
                held.put(list.effective().issuer(), list);
                freshness(point, list);
            }
            case CrlVerdict.Unchanged _ -> findings.ok(LIST, point.toString(), "the same list as from another point");
            case CrlVerdict.Rejected(var refusal, var detail) ->
                findings.wrong(
                        LIST,
                        point.toString(),
                        "does not count: " + refusal + ", " + detail,
                        "Publish a list of a CA in kcd.crl.issuers there, or name that CA's certificate in it:"
                                + "\n  curl -sS " + point
                                + " | openssl crl -inform DER -noout -issuer -lastupdate -nextupdate");
        }
    }

    private void freshness(DistributionPoint point, HeldList list) {
        Instant next = list.effective().state().nextUpdate();
        Duration left = Duration.between(clock.instant(), next);
        String detail =
                list.effective().issuer() + ", " + list.effective().state().entries() + " entries, next update " + next;
        if (left.isNegative()) {
            findings.wrong(
                    LIST,
                    point.toString(),
                    detail + ": expired " + left.abs().toHours() + " h ago",
                    "The CA has to publish a new one, and its copy to arrive at this address. On the CA:\n  certutil -crl");
        } else {
            findings.ok(LIST, point.toString(), detail);
        }
    }
}
