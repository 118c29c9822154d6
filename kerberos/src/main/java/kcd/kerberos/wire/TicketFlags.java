package kcd.kerberos.wire;

/** TicketFlags bits. RFC 4120 section 5.3, RFC 6806 section 11. */
public final class TicketFlags {
    public static final int FORWARDABLE = 0x40000000;
    public static final int RENEWABLE = 0x00800000;
    public static final int INITIAL = 0x00400000;
    public static final int PRE_AUTHENT = 0x00200000;
    public static final int INVALID = 0x01000000;
    public static final int OK_AS_DELEGATE = 0x00040000;
    public static final int ENC_PA_REP = 0x00010000;

    private TicketFlags() {}
}
