package kcd.broker.mint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kcd.broker.caller.Caller;
import kcd.broker.identity.DeviceIdentities;
import kcd.broker.identity.Identified;
import kcd.broker.mint.ClaimedUser.ByAssertion;
import kcd.broker.mint.ClaimedUser.ByCertificate;
import kcd.broker.mint.MintOutcome.Minted;
import kcd.broker.mint.MintOutcome.Refused;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.reply.AwaitedReplies;
import kcd.broker.ticket.ServiceTicketKey;
import kcd.broker.ticket.UserTicket;
import kcd.broker.ticket.UserTickets;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.gss.MutualToken;
import org.jboss.logging.Logger;

/**
 * Mints tokens: is the caller allowed, who is the user, which ticket, a fresh token of it. Every request ends in an
 * outcome and in the journal.
 */
public final class TokenMinter {
    private static final Logger LOG = Logger.getLogger(TokenMinter.class);

    private final DeviceIdentities identities;
    private final UserTickets<?> tickets;
    private final MintLimit limit;
    private final SidCheck sids;
    private final AwaitedReplies replies;
    private final MintJournal journal;

    public TokenMinter(
            DeviceIdentities identities,
            UserTickets<?> tickets,
            MintLimit limit,
            SidCheck sids,
            AwaitedReplies replies,
            MintJournal journal) {
        this.identities = identities;
        this.tickets = tickets;
        this.limit = limit;
        this.sids = sids;
        this.replies = replies;
        this.journal = journal;
    }

    public MintOutcome mint(Caller caller, MintRequest request) {
        long startedAt = System.nanoTime();
        MintOutcome outcome = attempt(caller, request);
        journal.record(caller, request, outcome, Duration.ofNanos(System.nanoTime() - startedAt));
        return outcome;
    }

    private MintOutcome attempt(Caller caller, MintRequest request) {
        Optional<Identified> identified = Optional.empty();
        try {
            requireAllowed(caller, request);
            limit.admit(caller);
            // Not before: who may ask for nothing, or too often, must not write our log.
            request.rejection()
                    .ifPresent(rejection ->
                            LOG.warnf("%s rejected a token of ours: %s", request.target(), rejection.words()));
            Identified user = identify(caller, request.user());
            identified = Optional.of(user);
            UserTicket ticket = ticket(new ServiceTicketKey(user.user(), request.target()), request.needsNewTicket());
            SidVerdict verdict = sids.require(user, ticket.facts());
            return new Minted(user, token(caller, ticket, request), verdict);
        } catch (RefusedException refused) {
            return new Refused(identified, refused.refusal());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Refused(identified, Refusal.of(RefusalReason.INTERNAL, "the request was cancelled"));
        } catch (RuntimeException fault) {
            LOG.error("a request failed for a reason that is the broker's own", fault);
            return new Refused(identified, Refusal.of(RefusalReason.INTERNAL, "the broker failed; see its log"));
        }
    }

    private static void requireAllowed(Caller caller, MintRequest request) throws RefusedException {
        if (!caller.allowedTargets().contains(request.target())) {
            throw new RefusedException(Refusal.of(
                    RefusalReason.TARGET_NOT_ALLOWED,
                    "caller " + caller + " may not ask for " + request.target(),
                    "add it to kcd.callers." + caller + ".allowed-spns if it should"));
        }
    }

    private Identified identify(Caller caller, ClaimedUser claimed) throws RefusedException, InterruptedException {
        return switch (claimed) {
            case ByCertificate(var chain) -> identities.identify(chain);
            case ByAssertion(var user) when caller.mayAssertUpn() -> Identified.asserted(user);
            case ByAssertion _ ->
                throw new RefusedException(Refusal.of(
                        RefusalReason.ASSERTION_NOT_ALLOWED,
                        "caller " + caller + " named a user without the user's certificate",
                        "set kcd.callers." + caller + ".may-assert-upn if its word should suffice"));
        };
    }

    private UserTicket ticket(ServiceTicketKey key, boolean renew) throws RefusedException, InterruptedException {
        return renew ? tickets.getAnew(key) : tickets.get(key);
    }

    private MintedToken token(Caller caller, UserTicket ticket, MintRequest request) {
        if (!request.mutual()) {
            return new MintedToken(
                    ticket.mintToken(request.channel()), ticket, Optional.empty(), further(caller, ticket, request));
        }
        MutualToken token = ticket.mintMutualToken(request.channel());
        String what = "the token of " + ticket.clientPrincipal() + " to " + request.target();
        return new MintedToken(
                token.spnego().toArray(), ticket, Optional.of(replies.await(caller, what, token.proof())), List.of());
    }

    /** As many as were asked for, or as the caller's rate still allows. */
    private List<Octets> further(Caller caller, UserTicket ticket, MintRequest request) {
        if (request.further() == 0) {
            return List.of();
        }
        List<Octets> tokens = new ArrayList<>(request.further());
        while (tokens.size() < request.further() && limit.admitsFurther(caller)) {
            tokens.add(Octets.of(ticket.mintToken(request.channel())));
        }
        return tokens;
    }
}
