package kcd.kerberos.pac;

import kcd.kerberos.wire.MalformedMessageException;

/**
 * Whether the client asked for the PAC: PAC_ATTRIBUTES_INFO. MS-PAC section 2.14.
 *
 * @param flags the first 32 of the flags
 */
public record PacAttributes(int flags) {
    private static final int WAS_REQUESTED = 1;
    private static final int WAS_GIVEN_IMPLICITLY = 2;

    static PacAttributes read(PacCursor in) throws MalformedMessageException {
        if (in.u32() == 0) {
            return new PacAttributes(0);
        }
        return new PacAttributes(in.bits32());
    }

    public boolean wasRequested() {
        return (flags & WAS_REQUESTED) != 0;
    }

    public boolean wasGivenImplicitly() {
        return (flags & WAS_GIVEN_IMPLICITLY) != 0;
    }
}
