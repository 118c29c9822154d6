package kcd.broker.engine;

import java.time.Instant;
import java.util.Optional;
import kcd.broker.cache.Cacheable;
import kcd.kerberos.pac.Pac;
import kcd.kerberos.pac.Sid;
import kcd.kerberos.ticket.EvidenceTicket;

/** An evidence ticket as the broker's cache keeps it. */
public record Evidence(EvidenceTicket ticket) implements Cacheable {
    /** The SID of the user's account, from the signed PAC; none if the KDC sends none. */
    public Optional<String> accountSid() {
        return ticket.pac().flatMap(Pac::user).map(Sid::value);
    }

    @Override
    public Instant endTime() {
        return ticket.endTime();
    }

    @Override
    public int bytes() {
        return Footprint.evidence(ticket);
    }
}
