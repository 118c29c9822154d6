package kcd.lab.kdc;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.wire.PaData;

/// A ticket the rules allow, before it is minted.
///
/// @param client whom the ticket names
/// @param service for whom it is
/// @param serviceKey that service's key
/// @param flags ticket flags
/// @param authTime when the client, or the service that acts for it, first authenticated
/// @param notAfter no later than the ticket it came from
/// @param mark whom a referral ticket is about
/// @param padata of the reply, in clear
/// @param protectedPadata of the reply, encrypted
record Grant(
        Principal client,
        PrincipalName service,
        EncryptionKey serviceKey,
        int flags,
        Instant authTime,
        Instant notAfter,
        Optional<S4uMark> mark,
        List<PaData> padata,
        List<PaData> protectedPadata) {}
