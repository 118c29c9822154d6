package kcd.pki.crl;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is held of one issuer: its complete list, and the delta that goes with it, if any (RFC 5280 section 5.2.4).
 *
 * @param base the complete list
 * @param delta the latest delta that applies to it
 * @param effective the two combined
 */
public record HeldList(Crl base, @Nullable Crl delta, RevocationList effective) {

    static HeldList of(IssuerId issuer, Crl base, @Nullable Crl delta) {
        return new HeldList(base, delta, combine(issuer, base, delta));
    }

    /**
     * The complete list's nextUpdate counts, not the delta's: a delta makes the list better, and its absence makes it no
     * worse than its issuer promised.
     */
    private static RevocationList combine(IssuerId issuer, Crl base, @Nullable Crl delta) {
        CrlHeader header = base.header();
        Instant nextUpdate = header.nextUpdate();
        if (nextUpdate == null) {
            throw new IllegalArgumentException("a list without nextUpdate cannot be held");
        }
        if (delta == null) {
            ListState state = new ListState(
                    issuer,
                    header.number(),
                    header.thisUpdate(),
                    nextUpdate,
                    base.revoked().size(),
                    source(header, base.signerKey()));
            return new RevocationList(state, base.revoked());
        }
        SerialSet serials = base.revoked().minus(delta.removed()).plus(delta.revoked());
        Instant thisUpdate = header.thisUpdate().isAfter(delta.header().thisUpdate())
                ? header.thisUpdate()
                : delta.header().thisUpdate();
        return new RevocationList(
                new ListState(
                        issuer,
                        delta.header().number(),
                        thisUpdate,
                        nextUpdate,
                        serials.size(),
                        source(header, delta.signerKey())),
                serials);
    }

    private static ListSource source(CrlHeader base, Octets signerKey) {
        CrlScope scope = base.scope();
        return new ListSource(signerKey, scope.partitioned(), scope.distributionPoints());
    }

    /** Whether both parts were signed by one of these. */
    boolean isSignedBy(List<CrlIssuer> signers) {
        return signers.stream().anyMatch(signer -> signed(signer, base))
                && (delta == null || signers.stream().anyMatch(signer -> signed(signer, delta)));
    }

    private boolean signed(CrlIssuer signer, Crl part) {
        return signer.id().equals(issuer()) && signer.keyId().equals(part.signerKey());
    }

    IssuerId issuer() {
        return effective.issuer();
    }

    /** The list with a new complete part; the delta stays if it still adds something and applies. */
    HeldList withBase(Crl newBase) {
        boolean keep = delta != null && DeltaRules.extend(newBase.header(), delta.header());
        return of(issuer(), newBase, keep ? delta : null);
    }

    HeldList withDelta(Crl newDelta) {
        return of(issuer(), base, newDelta);
    }
}
