package kcd.broker.ticket;

import java.util.Optional;

/**
 * What a service ticket says of itself, for checks and the audit log.
 *
 * @param accountSid the SID of the account it lets in, from the signed PAC of the evidence; none if the KDC sends none
 * @param enctype of the ticket, and so of the target's key
 * @param controller the domain controller that issued it
 */
public record TicketFacts(Optional<String> accountSid, String enctype, Optional<String> controller) {
    /** About how much memory it takes: two texts of some forty characters and what holds them. */
    public static final int BYTES = 256;
}
