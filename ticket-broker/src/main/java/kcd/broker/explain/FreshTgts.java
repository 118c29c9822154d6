package kcd.broker.explain;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import kcd.broker.engine.ServiceAccountClient;
import kcd.kerberos.exchange.TgtSource;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.TicketGrantingTicket;

/**
 * The service account's own TGT as the broker holds it, so that no explanation costs an attempt with the key; those of
 * other realms fetched anew, so that each trust on the way is seen to work.
 */
final class FreshTgts implements TgtSource {
    private final TgtSource shared;
    private final BooleanSupplier held;
    private final ServiceAccountClient account;
    private final Transcript transcript;
    private final Clock clock;
    private final Map<Realm, TicketGrantingTicket> fetched = new HashMap<>();

    /** @param held whether the broker has a good TGT in hand */
    FreshTgts(
            TgtSource shared, BooleanSupplier held, ServiceAccountClient account, Transcript transcript, Clock clock) {
        this.shared = shared;
        this.held = held;
        this.account = account;
        this.transcript = transcript;
        this.clock = clock;
    }

    @Override
    public TicketGrantingTicket tgt(Realm realm) throws KerberosException {
        TicketGrantingTicket known = fetched.get(realm);
        if (known != null) {
            return known;
        }
        Realm home = account.principal().realm();
        TicketGrantingTicket tgt = realm.equals(home)
                ? ours(home)
                : account.crossRealm(tgt(home), realm).ticket();
        fetched.put(realm, tgt);
        return tgt;
    }

    @Override
    public void discard(TicketGrantingTicket tgt) {
        fetched.clear();
        shared.discard(tgt);
    }

    private TicketGrantingTicket ours(Realm home) throws KerberosException {
        String title = "TGT of " + account.principal();
        transcript.stage(title);
        boolean inHand = held.getAsBoolean();
        TicketGrantingTicket tgt = shared.tgt(home);
        Duration age = Duration.between(tgt.credential().startTime(), clock.instant());
        transcript
                .steps()
                .ok(
                        title,
                        (inHand ? "held by the broker, " + Math.max(0, age.toMinutes()) + " min old" : "obtained now")
                                + ": " + TicketWords.of(tgt.credential()));
        return tgt;
    }
}
