package kcd.broker.mint;

import java.util.Optional;
import kcd.broker.identity.Identified;
import kcd.broker.refusal.Refusal;

/**
 * How a request for a token ended.
 */
public sealed interface MintOutcome {
    /** Who the user turned out to be, as far as that was established. */
    Optional<Identified> identified();

    /**
     * A token was minted.
     *
     * @param sids what comparing the certificate's SID with the account's showed
     */
    record Minted(Identified user, MintedToken token, SidVerdict sids) implements MintOutcome {
        @Override
        public Optional<Identified> identified() {
            return Optional.of(user);
        }
    }

    /** None was, and why. */
    record Refused(Optional<Identified> identified, Refusal refusal) implements MintOutcome {}
}
