package kcd.broker.mint;

import java.util.Optional;
import java.util.function.Consumer;
import kcd.broker.identity.Identified;
import kcd.broker.identity.IdentitySource;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.ticket.TicketFacts;

/**
 * Whether the account that the domain found is the one that the certificate was issued to. KB5014754, MS-PAC section 2.5.
 *
 * <p>A user principal name can be given to another account, a SID cannot. Asked at each mint and not where tickets are
 * fetched: they are cached by name, and the next certificate of that name may carry another SID.
 */
public final class SidCheck {
    public static final SidCheck OFF = new SidCheck(SidPolicy.OFF, _ -> {});

    private final SidPolicy policy;
    private final Consumer<SidVerdict> verdicts;

    /** @param verdicts is told of each comparison */
    public SidCheck(SidPolicy policy, Consumer<SidVerdict> verdicts) {
        this.policy = policy;
        this.verdicts = verdicts;
    }

    /** Refuses what the policy does not let pass. */
    SidVerdict require(Identified user, TicketFacts ticket) throws RefusedException {
        if (policy.mode() == SidCheckMode.OFF || user.source() == IdentitySource.ASSERTED) {
            return SidVerdict.NOT_CHECKED;
        }
        SidVerdict verdict = compare(user, ticket.accountSid());
        verdicts.accept(verdict);
        Optional<Refusal> refusal = refusal(verdict, user, ticket.accountSid());
        if (refusal.isPresent()) {
            throw new RefusedException(refusal.get());
        }
        return verdict;
    }

    /** What a mint would do about this account; counted nowhere. Compares even where the check is off. */
    public SidReport report(Identified user, Optional<String> accountSid) {
        SidVerdict verdict = compare(user, accountSid);
        return new SidReport(policy.mode(), verdict, refusal(verdict, user, accountSid));
    }

    private static SidVerdict compare(Identified user, Optional<String> accountSid) {
        if (user.source() == IdentitySource.ASSERTED) {
            return SidVerdict.NOT_CHECKED;
        }
        if (user.sids().isEmpty()) {
            return SidVerdict.NO_SID;
        }
        if (accountSid.isEmpty()) {
            return SidVerdict.NO_PAC;
        }
        String account = accountSid.get();
        return user.sids().stream().allMatch(sid -> sid.value().equals(account))
                ? SidVerdict.MATCH
                : SidVerdict.MISMATCH;
    }

    private boolean refuses(SidVerdict verdict) {
        return switch (verdict) {
            case NOT_CHECKED, MATCH -> false;
            case NO_SID -> policy.sidRequired();
            case MISMATCH, NO_PAC -> true;
        };
    }

    private Optional<Refusal> refusal(SidVerdict verdict, Identified user, Optional<String> accountSid) {
        return policy.mode() == SidCheckMode.ENFORCE && refuses(verdict)
                ? Optional.of(words(verdict, user, accountSid))
                : Optional.empty();
    }

    private static Refusal words(SidVerdict verdict, Identified user, Optional<String> accountSid) {
        return switch (verdict) {
            case NO_SID ->
                Refusal.of(
                        RefusalReason.SID_MISMATCH,
                        "the certificate of " + user.user() + " carries no SID",
                        "issue certificates with the SID extension 1.3.6.1.4.1.311.25.2, or set"
                                + " kcd.identity.sid-required=false");
            case NO_PAC ->
                Refusal.of(
                        RefusalReason.SID_MISMATCH,
                        "the domain controller says no SID of " + user.user() + ", the certificate " + user.sids(),
                        "see that the account's tickets carry a PAC (userAccountControl without NO_AUTH_DATA_REQUIRED),"
                                + " or set kcd.identity.sid-check=warn where the KDC sends none");
            case MISMATCH, MATCH, NOT_CHECKED ->
                Refusal.of(
                        RefusalReason.SID_MISMATCH,
                        "the account of " + user.user() + " has the SID " + accountSid.orElse("")
                                + ", the certificate was issued to " + user.sids(),
                        "revoke the certificate if its name went to another account, or issue a new one");
        };
    }
}
