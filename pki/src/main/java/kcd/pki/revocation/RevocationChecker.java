package kcd.pki.revocation;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import kcd.pki.crl.CrlSnapshot;
import kcd.pki.crl.DistributionPointNames;
import kcd.pki.crl.IssuerId;
import kcd.pki.crl.ListState;
import kcd.pki.crl.RevocationList;
import kcd.pki.crl.SerialNumber;

/**
 * Says whether a certificate is revoked, from the snapshot of now: no I/O, well under a microsecond. Ask it only about
 * certificates whose issuer's signature was verified; it does not look at that.
 */
public final class RevocationChecker {

    private final Supplier<Optional<CrlSnapshot>> snapshots;
    private final RevocationPolicy policy;
    private final Clock clock;

    /** @param snapshots gives the current snapshot, empty while there has been none */
    public RevocationChecker(Supplier<Optional<CrlSnapshot>> snapshots, RevocationPolicy policy, Clock clock) {
        this.snapshots = snapshots;
        this.policy = policy;
        this.clock = clock;
    }

    /** The status of a certificate; hashes the issuer's key, so prefer the other form where requests are many. */
    public RevocationStatus check(X509Certificate issuer, X509Certificate certificate) {
        return check(IssuerId.of(issuer), certificate);
    }

    /** The status of the issuer's certificate. */
    public RevocationStatus check(IssuerId issuer, X509Certificate certificate) {
        return check(issuer, SerialNumber.of(certificate), () -> DistributionPointNames.namedBy(certificate));
    }

    /** Whether the issuer's list of now, however old, names this serial number. */
    public boolean isRevoked(IssuerId issuer, SerialNumber serial) {
        return snapshots
                .get()
                .flatMap(snapshot -> snapshot.list(issuer))
                .filter(list -> list.serials().contains(serial))
                .isPresent();
    }

    /**
     * The status of the issuer's certificate with this serial number.
     *
     * @param points the URIs by which the certificate names its lists; asked for a partition's list only
     */
    public RevocationStatus check(IssuerId issuer, SerialNumber serial, Supplier<Optional<Set<String>>> points) {
        Optional<CrlSnapshot> snapshot = snapshots.get();
        if (snapshot.isEmpty()) {
            return withoutList(issuer, "no revocation lists have arrived yet");
        }
        Optional<RevocationList> list = snapshot.get().list(issuer);
        if (list.isEmpty()) {
            return withoutList(issuer, "no revocation list of " + issuer);
        }
        ListState state = list.get().state();
        if (list.get().serials().contains(serial)) {
            // However old the list is: certificates do not come back by the passing of time.
            return new RevocationStatus.Revoked(state.thisUpdate());
        }
        if (state.source().partitioned() && !state.source().covers(points.get())) {
            return withoutList(
                    issuer,
                    "the revocation list of " + issuer + " is about certificates that name "
                            + state.source().points() + " only");
        }
        Instant now = clock.instant();
        return now.isAfter(state.nextUpdate()) ? stale(state, now) : new RevocationStatus.Good(state.thisUpdate());
    }

    private RevocationStatus withoutList(IssuerId issuer, String why) {
        return switch (policy.forIssuer(issuer)) {
            case WhenStale.Allow _ -> new RevocationStatus.Tolerated(why);
            case WhenStale.Reject _, WhenStale.Grace _ -> new RevocationStatus.Unknown(why);
        };
    }

    private RevocationStatus stale(ListState state, Instant now) {
        String why = "the revocation list of " + state.issuer() + " was due to be replaced by " + state.nextUpdate();
        return switch (policy.forIssuer(state.issuer())) {
            case WhenStale.Reject _ -> new RevocationStatus.Unknown(why);
            case WhenStale.Grace grace ->
                now.isAfter(state.nextUpdate().plus(grace.longer()))
                        ? new RevocationStatus.Unknown(why + ", and the grace is over")
                        : new RevocationStatus.Tolerated(why);
            case WhenStale.Allow _ -> new RevocationStatus.Tolerated(why);
        };
    }
}
