package kcd.pki.crl;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A revocation list in force, without its serials.
 *
 * @param issuer whose list it is
 * @param number the highest CRL number in it, if its issuer numbers lists
 * @param thisUpdate when its latest part was issued
 * @param nextUpdate from when on it is stale
 * @param entries how many serials it has
 */
public record ListState(
        IssuerId issuer, @Nullable CrlNumber number, Instant thisUpdate, Instant nextUpdate, int entries) {}
