package kcd.broker.mapping;

import java.time.Instant;
import java.util.Optional;
import kcd.broker.cache.Cacheable;
import kcd.kerberos.name.Principal;
import kcd.pki.name.Sid;

/** What directories said of a certificate, and how long that is believed. */
public sealed interface Mapped extends Cacheable {
    /** Names, instants, and the key beside it. */
    int BYTES = 500;

    @Override
    default int bytes() {
        return BYTES;
    }

    /**
     * An account.
     *
     * @param where in words
     */
    record ToAccount(Principal account, Optional<Sid> sid, MappingMethod method, String where, Instant endTime)
            implements Mapped {}

    /** Nobody. */
    record ToNobody(String where, Instant endTime) implements Mapped {}
}
