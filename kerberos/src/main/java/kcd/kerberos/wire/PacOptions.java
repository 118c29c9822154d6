package kcd.kerberos.wire;

import kcd.kerberos.crypto.Octets;

/** PA-PAC-OPTIONS and PA-PAC-REQUEST. MS-KILE sections 2.2.10 and 2.2.3. */
public final class PacOptions {
    public static final int CLAIMS = 0x80000000;
    /** Resource-based constrained delegation is understood. MS-SFU section 3.1.5.2.1. */
    public static final int RESOURCE_BASED_DELEGATION = 0x10000000;

    private PacOptions() {}

    public static PaData of(int flags) {
        return new PaData(PaData.PAC_OPTIONS, Der.encode(Der.sequence(Der.field(0, Der.flags(flags)))));
    }

    public static int decode(Octets value) throws MalformedMessageException {
        return DerValue.parse(value).fields().flags(0);
    }

    /** Asks for a PAC in the ticket. */
    public static PaData requestPac() {
        return new PaData(PaData.PAC_REQUEST, Der.encode(Der.sequence(Der.field(0, Der.bool(true)))));
    }
}
