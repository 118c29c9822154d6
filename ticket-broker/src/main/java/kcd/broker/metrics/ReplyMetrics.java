package kcd.broker.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import kcd.broker.caller.Caller;
import kcd.broker.reply.ReplyJournal;
import kcd.kerberos.gss.AcceptorProof.NotProven;
import kcd.kerberos.gss.AcceptorProof.Proven;
import kcd.kerberos.gss.AcceptorProof.Verdict;
import org.jboss.logging.Logger;

/** {@code kcd_broker_replies_total}: upstreams that proved themselves, and those that did not, which the log names. */
public final class ReplyMetrics implements ReplyJournal {
    private static final Logger LOG = Logger.getLogger(ReplyMetrics.class);

    private final Counter proven;
    private final Counter notProven;

    public ReplyMetrics(MeterRegistry registry) {
        proven = counter(registry, "proven");
        notProven = counter(registry, "not-proven");
    }

    @Override
    public void checked(Caller caller, String what, Verdict verdict) {
        switch (verdict) {
            case Proven _ -> proven.increment();
            case NotProven(var why) -> {
                notProven.increment();
                LOG.warnf("caller %s: who answered %s did not prove to be the service: %s", caller.name(), what, why);
            }
        }
    }

    private static Counter counter(MeterRegistry registry, String result) {
        return Counter.builder("kcd.broker.replies")
                .description("Upstreams' proofs of who they are, by what came of them")
                .tag("result", result)
                .register(registry);
    }
}
