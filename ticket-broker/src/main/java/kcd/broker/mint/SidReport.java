package kcd.broker.mint;

import java.util.Optional;
import kcd.broker.refusal.Refusal;

/**
 * What comparing SIDs shows, and what a mint does about it.
 *
 * @param refusal empty if the token is minted
 */
public record SidReport(SidCheckMode mode, SidVerdict verdict, Optional<Refusal> refusal) {}
