package kcd.kerberos.pac;

import java.util.Optional;
import kcd.kerberos.wire.MalformedMessageException;

/**
 * The user's names: UPN_DNS_INFO. MS-PAC section 2.10.
 *
 * @param userPrincipalName the UPN
 * @param constructed whether the directory has no UPN for the user, and this one was made of name and domain
 * @param dnsDomain the DNS name of the user's domain
 * @param accountName the sAMAccountName, if the controller is recent enough to say so
 * @param user the SID, likewise
 */
public record UpnDnsInfo(
        String userPrincipalName,
        boolean constructed,
        String dnsDomain,
        Optional<String> accountName,
        Optional<Sid> user) {
    private static final int CONSTRUCTED = 1;
    private static final int EXTENDED = 2;

    static UpnDnsInfo read(PacCursor in) throws MalformedMessageException {
        String userPrincipalName = text(in);
        String dnsDomain = text(in);
        int flags = in.bits32();
        boolean extended = (flags & EXTENDED) != 0;
        return new UpnDnsInfo(
                userPrincipalName,
                (flags & CONSTRUCTED) != 0,
                dnsDomain,
                extended ? Optional.of(text(in)) : Optional.empty(),
                extended ? Optional.of(part(in).sid()) : Optional.empty());
    }

    private static String text(PacCursor in) throws MalformedMessageException {
        PacCursor part = part(in);
        return part.text(part.remaining());
    }

    /** A length, and an offset from the start of the buffer. */
    private static PacCursor part(PacCursor in) throws MalformedMessageException {
        int length = in.u16();
        int offset = in.u16();
        return in.at(offset, length);
    }
}
