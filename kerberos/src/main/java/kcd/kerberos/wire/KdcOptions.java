package kcd.kerberos.wire;

/** KDCOptions bits. RFC 4120 section 5.4.1, RFC 6806 section 3, MS-SFU section 2.2.3. */
public final class KdcOptions {
    public static final int FORWARDABLE = 0x40000000;
    public static final int RENEWABLE = 0x00800000;
    /** MS-SFU: the additional ticket's client is whom the ticket is for. */
    public static final int CNAME_IN_ADDITIONAL_TICKET = 0x00020000;

    public static final int CANONICALIZE = 0x00010000;
    public static final int RENEWABLE_OK = 0x00000010;

    private KdcOptions() {}
}
