package kcd.kerberos.crypto;

/** Key usage numbers: RFC 4120 section 7.5.1, MS-SFU section 2.2.2, RFC 6113 section 5.4. */
public final class KeyUsage {
    public static final int AS_REQ_TIMESTAMP = 1;
    public static final int TICKET = 2;
    public static final int AS_REP = 3;
    public static final int TGS_REQ_CHECKSUM = 6;
    public static final int TGS_REQ_AUTHENTICATOR = 7;
    public static final int TGS_REP_SESSION_KEY = 8;
    public static final int TGS_REP_SUBKEY = 9;
    public static final int AP_REQ_AUTHENTICATOR = 11;
    public static final int AP_REP = 12;
    /** PA-FOR-USER's checksum, and a PAC's signatures. */
    public static final int KERB_NON_KERB_CKSUM = 17;

    public static final int S4U_X509_USER_REQUEST = 26;
    public static final int S4U_X509_USER_REPLY = 27;

    /** GSS-API's MIC, and what it is to RC4. RFC 4121 section 2, RFC 4757 section 3. */
    static final int GSS_MIC = 23;

    static final int GSS_MIC_RC4 = 13;

    public static final int FAST_REQ_CHECKSUM = 50;
    public static final int FAST_ENC = 51;
    public static final int FAST_REP = 52;
    public static final int FAST_FINISHED = 53;
    public static final int ENC_CHALLENGE_CLIENT = 54;
    public static final int ENC_CHALLENGE_KDC = 55;

    private KeyUsage() {}
}
