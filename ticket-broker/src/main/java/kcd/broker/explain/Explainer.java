package kcd.broker.explain;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import kcd.broker.caller.Caller;
import kcd.broker.explain.ExplainOutcome.Explained;
import kcd.broker.explain.ExplainOutcome.NotExplained;
import kcd.broker.identity.Identified;
import kcd.broker.mint.ClaimedUser.ByAssertion;
import kcd.broker.mint.ClaimedUser.ByCertificate;
import kcd.broker.mint.SidCheck;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalClass;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.kerberos.name.ServicePrincipalName;
import org.jboss.logging.Logger;

/**
 * Explains what a mint would do: is the caller allowed, who is the user, which tickets. Every request ends in an outcome
 * and in the journal.
 */
public final class Explainer {
    private static final Logger LOG = Logger.getLogger(Explainer.class);

    private final IdentityInquiry identities;
    private final Rehearsal rehearsal;
    private final SidCheck sids;
    private final ExplainLimit limit;
    private final ExplainJournal journal;
    private final LongSupplier nanoTime;

    public Explainer(
            IdentityInquiry identities,
            S4uRehearsal rehearsal,
            SidCheck sids,
            ExplainLimit limit,
            ExplainJournal journal) {
        this(identities, rehearsal, sids, limit, journal, System::nanoTime);
    }

    Explainer(
            IdentityInquiry identities,
            Rehearsal rehearsal,
            SidCheck sids,
            ExplainLimit limit,
            ExplainJournal journal,
            LongSupplier nanoTime) {
        this.identities = identities;
        this.rehearsal = rehearsal;
        this.sids = sids;
        this.limit = limit;
        this.journal = journal;
        this.nanoTime = nanoTime;
    }

    public ExplainOutcome explain(Caller caller, Question question) {
        long startedAt = nanoTime.getAsLong();
        ExplainOutcome outcome = attempt(caller, question);
        journal.record(caller, question, outcome, Duration.ofNanos(nanoTime.getAsLong() - startedAt));
        return outcome;
    }

    private ExplainOutcome attempt(Caller caller, Question question) {
        try {
            requireAllowed(caller, question);
            limit.admit(caller);
            return rehearse(question);
        } catch (RefusedException refused) {
            return new NotExplained(refused.refusal());
        } catch (RuntimeException fault) {
            LOG.error("an explanation failed for a reason that is the broker's own", fault);
            return new NotExplained(Refusal.of(RefusalReason.INTERNAL, "the broker failed; see its log"));
        }
    }

    private static void requireAllowed(Caller caller, Question question) throws RefusedException {
        if (!caller.mayExplain()) {
            throw new RefusedException(Refusal.of(
                    RefusalReason.EXPLAIN_NOT_ALLOWED,
                    "caller " + caller + " may not ask for explanations",
                    "set kcd.callers." + caller + ".may-explain=true if it should"));
        }
        Optional<ServicePrincipalName> target = question.target();
        if (target.isPresent() && !caller.allowedTargets().contains(target.get())) {
            throw new RefusedException(Refusal.of(
                    RefusalReason.TARGET_NOT_ALLOWED,
                    "caller " + caller + " may not ask for " + target.get(),
                    "add it to kcd.callers." + caller + ".allowed-spns if it should"));
        }
    }

    private ExplainOutcome rehearse(Question question) throws RefusedException {
        var transcript = new Transcript(nanoTime);
        try {
            Identified user = identify(question, transcript);
            transcript.identified(user);
            Optional<String> accountSid = rehearsal.run(user.user(), question.target(), transcript);
            SidStep.write(sids.report(user, accountSid), user, accountSid, transcript);
            return new Explained(transcript.succeeded());
        } catch (RefusedException refused) {
            if (refused.refusal().refusalClass() == RefusalClass.REQUEST) {
                throw refused;
            }
            return new Explained(transcript.failed(refused.refusal()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new NotExplained(Refusal.of(RefusalReason.INTERNAL, "the request was cancelled"));
        }
    }

    private Identified identify(Question question, Transcript transcript)
            throws RefusedException, InterruptedException {
        return switch (question.user()) {
            case ByCertificate(var chain) -> identities.identify(chain, new CertificateSteps(transcript));
            case ByAssertion(var user) -> {
                transcript.steps().ok("User", user + ", named by the caller; no certificate was looked at");
                yield Identified.asserted(user);
            }
        };
    }
}
