package kcd.kerberos.name;

/** Name types of RFC 4120 section 6.2 and RFC 6806 section 5 that this engine sends or understands. */
public final class NameType {
    public static final int UNKNOWN = 0;
    public static final int PRINCIPAL = 1;
    public static final int SRV_INST = 2;
    public static final int SRV_HST = 3;
    /** A name in a certificate; with no name in it, whoever the certificate beside it is of. MS-SFU 3.1.5.1.1.1. */
    public static final int X500_PRINCIPAL = 6;
    /** RFC 6806 section 5: one component that holds a user principal name. */
    public static final int ENTERPRISE = 10;

    private NameType() {}
}
