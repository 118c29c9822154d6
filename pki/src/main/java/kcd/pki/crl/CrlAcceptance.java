package kcd.pki.crl;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import kcd.pki.der.MalformedDerException;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a list that arrived counts. Whoever delivered it proves nothing: plain HTTP and any mirror may have
 * sent it, so only what the issuer signed is believed, and never an older word over a newer one.
 */
public final class CrlAcceptance {

    private final List<CrlIssuer> issuers;
    private final CrlBounds bounds;
    private final Duration clockSkew;

    /**
     * @param issuers whose lists count
     * @param clockSkew how far ahead of ours an issuer's clock may be
     */
    public CrlAcceptance(List<CrlIssuer> issuers, CrlBounds bounds, Duration clockSkew) {
        this.issuers = List.copyOf(issuers);
        this.bounds = bounds;
        this.clockSkew = clockSkew;
    }

    /** Whether a list that was accepted by other rules has signers that count by these. */
    public boolean trusts(HeldList list) {
        return list.isSignedBy(issuers);
    }

    /**
     * Judges a list. Has no effect on anything; the caller replaces what it holds when the verdict says so.
     *
     * @param der the list, from the buffer's start to its limit
     * @param held what is held so far
     */
    public CrlVerdict judge(ByteBuffer der, Map<IssuerId, HeldList> held, Instant now) {
        try {
            CrlEnvelope envelope = CrlParser.envelope(der.duplicate(), bounds);
            CrlIssuer issuer = signer(envelope);
            checkTimes(envelope.header(), now);
            checkScope(envelope.header().scope(), issuer);
            @Nullable HeldList current = held.get(issuer.id());
            return envelope.header().isDelta()
                    ? judgeDelta(envelope, issuer, current)
                    : judgeComplete(envelope, issuer, current);
        } catch (RefusedCrlException e) {
            return new CrlVerdict.Rejected(e.refusal(), String.valueOf(e.getMessage()));
        } catch (MalformedDerException e) {
            return new CrlVerdict.Rejected(CrlRefusal.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** The configured issuer that signed the list. */
    private CrlIssuer signer(CrlEnvelope envelope) throws RefusedCrlException {
        X500Principal name = CrlParser.principal(envelope.header().issuerName());
        List<CrlIssuer> named =
                issuers.stream().filter(issuer -> issuer.hasName(name)).toList();
        if (named.isEmpty()) {
            throw new RefusedCrlException(CrlRefusal.UNKNOWN_ISSUER, "issued by " + name.getName());
        }
        @Nullable Octets keyId = envelope.header().authorityKeyId();
        List<CrlIssuer> keyed =
                named.stream().filter(issuer -> issuer.mayHaveKey(keyId)).toList();
        if (keyed.isEmpty()) {
            throw new RefusedCrlException(
                    CrlRefusal.OTHER_KEY, name.getName() + " signed with the unknown key " + keyId);
        }
        for (CrlIssuer issuer : keyed) {
            if (issuer.signed(envelope.tbs(), envelope.signatureAlgorithm(), envelope.signature())) {
                return issuer;
            }
        }
        throw new RefusedCrlException(CrlRefusal.BAD_SIGNATURE, "not signed by " + name.getName());
    }

    private void checkTimes(CrlHeader header, Instant now) throws RefusedCrlException {
        if (header.thisUpdate().isAfter(now.plus(clockSkew))) {
            throw new RefusedCrlException(
                    CrlRefusal.FROM_THE_FUTURE, "thisUpdate " + header.thisUpdate() + ", and it is " + now);
        }
        if (header.nextUpdate() == null) {
            throw new RefusedCrlException(CrlRefusal.NO_NEXT_UPDATE, "issued " + header.thisUpdate());
        }
    }

    /** An indirect list counts from a delegated signer; another name than the CA's counts on an indirect list only. */
    private static void checkScope(CrlScope scope, CrlIssuer signer) throws RefusedCrlException {
        if (scope.indirect() && !signer.isDelegated()) {
            throw new RefusedCrlException(CrlRefusal.INDIRECT, "its issuing distribution point says so");
        }
        if (!scope.indirect() && !signer.covers(signer.name())) {
            throw new RefusedCrlException(
                    CrlRefusal.INDIRECT, "its signer is no CA, and it does not say it is indirect");
        }
        if (scope.someReasons()) {
            throw new RefusedCrlException(CrlRefusal.PARTIAL_SCOPE, "lists some reasons only");
        }
        switch (scope.coverage()) {
            case ALL, USER_CERTIFICATES -> {}
            case CA_CERTIFICATES, ATTRIBUTE_CERTIFICATES ->
                throw new RefusedCrlException(CrlRefusal.PARTIAL_SCOPE, "covers " + scope.coverage() + " only");
        }
    }

    private CrlVerdict judgeComplete(CrlEnvelope envelope, CrlIssuer issuer, @Nullable HeldList current)
            throws RefusedCrlException, MalformedDerException {
        if (current == null) {
            return new CrlVerdict.Accepted(
                    HeldList.of(issuer.id(), CrlEntries.read(envelope, issuer, bounds), null), false);
        }
        if (completes(envelope.header(), current.base().header())) {
            return new CrlVerdict.Accepted(
                    HeldList.of(issuer.id(), CrlEntries.read(envelope, issuer, bounds), null), false);
        }
        checkSameScope(envelope.header(), current);
        boolean again = isSameIssue(envelope.header(), current.base().header());
        Crl crl = CrlEntries.read(envelope, issuer, bounds);
        return again
                ? unchanged(issuer.id(), crl, current.base())
                : new CrlVerdict.Accepted(current.withBase(crl), false);
    }

    private CrlVerdict judgeDelta(CrlEnvelope envelope, CrlIssuer issuer, @Nullable HeldList current)
            throws RefusedCrlException, MalformedDerException {
        CrlHeader header = envelope.header();
        if (current == null || !DeltaRules.applies(current.base().header(), header)) {
            String held = current == null
                    ? "none is held"
                    : "the one held is " + current.base().header().number();
            throw new RefusedCrlException(
                    CrlRefusal.NO_BASE, "a delta to complete list " + header.baseNumber() + ", and " + held);
        }
        checkSameScope(header, current);
        if (!DeltaRules.extend(current.base().header(), header)) {
            return new CrlVerdict.Unchanged(issuer.id());
        }
        @Nullable Crl currentDelta = current.delta();
        boolean again = currentDelta != null && isSameIssue(header, currentDelta.header());
        Crl delta = CrlEntries.read(envelope, issuer, bounds);
        return currentDelta != null && again
                ? unchanged(issuer.id(), delta, currentDelta)
                : new CrlVerdict.Accepted(current.withDelta(delta), true);
    }

    /**
     * Whether a list of all certificates takes the place of a partition's. Their numbers are two series, so the date decides;
     * what the partition revokes is among all.
     */
    private static boolean completes(CrlHeader candidate, CrlHeader current) throws RefusedCrlException {
        if (candidate.scope().partitioned() || !current.scope().partitioned()) {
            return false;
        }
        if (candidate.thisUpdate().isBefore(current.thisUpdate())) {
            throw new RefusedCrlException(
                    CrlRefusal.WENT_BACK, "thisUpdate " + candidate.thisUpdate() + " after " + current.thisUpdate());
        }
        return true;
    }

    private static void checkSameScope(CrlHeader header, HeldList current) throws RefusedCrlException {
        CrlScope inForce = current.base().header().scope();
        if (!header.scope().sameAs(inForce)) {
            throw new RefusedCrlException(
                    CrlRefusal.OTHER_SCOPE, "covers " + header.scope() + ", the list in force " + inForce);
        }
    }

    /** True if it is the list in force once more, false if a newer one; an older one is refused. */
    private static boolean isSameIssue(CrlHeader candidate, CrlHeader current) throws RefusedCrlException {
        @Nullable CrlNumber number = candidate.number();
        @Nullable CrlNumber currentNumber = current.number();
        if (currentNumber != null && (number == null || number.compareTo(currentNumber) < 0)) {
            throw new RefusedCrlException(CrlRefusal.WENT_BACK, "number " + number + " after " + currentNumber);
        }
        if (number != null && currentNumber != null && number.compareTo(currentNumber) > 0) {
            return false;
        }
        // The same number, or none to compare: the date decides.
        if (candidate.thisUpdate().isBefore(current.thisUpdate())) {
            throw new RefusedCrlException(
                    CrlRefusal.WENT_BACK, "thisUpdate " + candidate.thisUpdate() + " after " + current.thisUpdate());
        }
        return candidate.thisUpdate().equals(current.thisUpdate());
    }

    private static CrlVerdict unchanged(IssuerId issuer, Crl candidate, Crl current) throws RefusedCrlException {
        if (!candidate.revoked().equals(current.revoked())
                || !candidate.removed().equals(current.removed())) {
            throw new RefusedCrlException(
                    CrlRefusal.CONTRADICTS, "number " + candidate.header().number() + " again, with other entries");
        }
        return new CrlVerdict.Unchanged(issuer);
    }
}
