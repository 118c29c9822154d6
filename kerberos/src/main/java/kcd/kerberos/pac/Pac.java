package kcd.kerberos.pac;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kcd.kerberos.crypto.CryptoException;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.wire.AuthorizationData;
import kcd.kerberos.wire.EncTicketPart;
import kcd.kerberos.wire.MalformedMessageException;

/**
 * Who the user is in the directory, as the KDC put it into a ticket to us. MS-PAC. A value read by
 * {@link #of(EncTicketPart, EncryptionKey)} carries the KDC's signature, belongs to that ticket, and names one user
 * only. Its text shows the client's name, no groups.
 *
 * @param client the ticket's client
 * @param logon the account; KDCs other than a domain controller's may leave it out
 * @param names UPN and DNS domain
 * @param attributes whether a PAC was asked for
 * @param requestor whom the ticket-granting ticket was issued to; not taken for the user, who is impersonated
 * @param delegation how the ticket was delegated
 */
public record Pac(
        ClientInfo client,
        Optional<LogonInfo> logon,
        Optional<UpnDnsInfo> names,
        Optional<PacAttributes> attributes,
        Optional<Sid> requestor,
        Optional<DelegationInfo> delegation) {

    /**
     * Finds, verifies and reads the PAC of a ticket.
     *
     * @param ticket the decrypted ticket
     * @param key the key it was decrypted with
     * @return nothing if the ticket has no PAC
     * @throws CryptoException if the PAC is not signed with that key
     * @throws MalformedMessageException if it cannot be read, belongs to another ticket, or names several users
     */
    public static Optional<Pac> of(EncTicketPart ticket, EncryptionKey key)
            throws MalformedMessageException, CryptoException {
        Optional<Octets> bytes = find(ticket.authorizationData());
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        PacBuffers buffers = PacBuffers.parse(bytes.get());
        if (!buffers.isSignedWith(key)) {
            throw new CryptoException("the PAC is not signed with the ticket's key");
        }
        Pac pac = read(buffers);
        if (!pac.client.belongsTo(ticket)) {
            throw new MalformedMessageException("the PAC belongs to another ticket");
        }
        return Optional.of(pac);
    }

    /** Reads without verifying: for {@link #of} and for tests that throw rubbish at it. */
    static Pac read(PacBuffers buffers) throws MalformedMessageException {
        Pac pac = new Pac(
                buffers.required(PacBuffers.CLIENT_INFO, ClientInfo::read),
                buffers.optional(PacBuffers.LOGON_INFO, LogonInfo::read),
                buffers.optional(PacBuffers.UPN_DNS_INFO, UpnDnsInfo::read),
                buffers.optional(PacBuffers.ATTRIBUTES_INFO, PacAttributes::read),
                buffers.optional(PacBuffers.REQUESTOR, PacCursor::sid),
                buffers.optional(PacBuffers.DELEGATION_INFO, DelegationInfo::read));
        if (pac.userSids().distinct().count() > 1) {
            throw new MalformedMessageException("the PAC names several users");
        }
        return pac;
    }

    /** The user's SID. */
    public Optional<Sid> user() {
        return userSids().findFirst();
    }

    /** The sAMAccountName. */
    public Optional<String> accountName() {
        return logon.map(LogonInfo::accountName)
                .filter(name -> !name.isEmpty())
                .or(() -> names.flatMap(UpnDnsInfo::accountName));
    }

    public Optional<String> userPrincipalName() {
        return names.map(UpnDnsInfo::userPrincipalName);
    }

    public Optional<AccountControl> accountControl() {
        return logon.map(LogonInfo::accountControl);
    }

    /** The groups the user is in; none if the KDC does not say. */
    public SidSet groups() {
        return logon.map(LogonInfo::groups).orElse(SidSet.EMPTY);
    }

    private Stream<Sid> userSids() {
        return Stream.of(logon.flatMap(LogonInfo::user), names.flatMap(UpnDnsInfo::user))
                .flatMap(Optional::stream);
    }

    /** AD-WIN2K-PAC inside AD-IF-RELEVANT. MS-KILE section 3.3.5.6.4. */
    private static Optional<Octets> find(List<AuthorizationData> authorizationData) throws MalformedMessageException {
        Optional<Octets> found = Optional.empty();
        for (AuthorizationData outer : authorizationData) {
            if (outer.type() != AuthorizationData.IF_RELEVANT) {
                continue;
            }
            for (AuthorizationData inner : AuthorizationData.decodeList(outer.value())) {
                if (inner.type() != AuthorizationData.WIN2K_PAC) {
                    continue;
                }
                if (found.isPresent()) {
                    throw new MalformedMessageException("two PACs in one ticket");
                }
                found = Optional.of(inner.value());
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return "PAC of " + client.name() + user().map(sid -> " (" + sid + ")").orElse("");
    }
}
