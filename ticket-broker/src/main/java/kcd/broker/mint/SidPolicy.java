package kcd.broker.mint;

/**
 * How strictly SIDs are compared.
 *
 * @param sidRequired whether a user of whom neither certificate nor directory gives a SID is refused too, when enforcing
 */
public record SidPolicy(SidCheckMode mode, boolean sidRequired) {
    public static final SidPolicy OFF = new SidPolicy(SidCheckMode.OFF, false);
}
