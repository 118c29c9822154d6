package kcd.pki.revocation;

import java.time.Instant;

/** What is known about a certificate's revocation. */
public sealed interface RevocationStatus {

    /**
     * A list in its validity does not name the certificate.
     *
     * @param asOf when that list was issued
     */
    record Good(Instant asOf) implements RevocationStatus {}

    /** Nobody knows, and the policy for this CA lets it pass: admit, and make it visible. */
    record Tolerated(String why) implements RevocationStatus {}

    /**
     * The certificate is revoked, or on hold.
     *
     * @param asOf when the list that says so was issued
     */
    record Revoked(Instant asOf) implements RevocationStatus {}

    /** Nobody knows: refuse. */
    record Unknown(String why) implements RevocationStatus {}
}
