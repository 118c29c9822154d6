package kcd.kerberos.failure;

import java.util.Map;

/** KRB-ERROR numbers. RFC 4120 section 7.5.9, RFC 6113, RFC 6806, MS-KILE. */
public final class ErrorCode {
    public static final int NAME_EXP = 1;
    public static final int SERVICE_EXP = 2;
    public static final int C_PRINCIPAL_UNKNOWN = 6;
    public static final int S_PRINCIPAL_UNKNOWN = 7;
    public static final int NEVER_VALID = 11;
    public static final int POLICY = 12;
    public static final int BADOPTION = 13;
    public static final int ETYPE_NOSUPP = 14;
    public static final int PADATA_TYPE_NOSUPP = 16;
    public static final int CLIENT_REVOKED = 18;
    public static final int SERVICE_REVOKED = 19;
    public static final int TGT_REVOKED = 20;
    public static final int CLIENT_NOTYET = 21;
    public static final int KEY_EXPIRED = 23;
    public static final int PREAUTH_FAILED = 24;
    public static final int PREAUTH_REQUIRED = 25;
    public static final int MUST_USE_USER2USER = 27;
    public static final int SVC_UNAVAILABLE = 29;
    public static final int BAD_INTEGRITY = 31;
    public static final int TKT_EXPIRED = 32;
    public static final int TKT_NYV = 33;
    public static final int REPEAT = 34;
    public static final int NOT_US = 35;
    public static final int BADMATCH = 36;
    public static final int SKEW = 37;
    public static final int MODIFIED = 41;
    public static final int RESPONSE_TOO_BIG = 52;
    public static final int GENERIC = 60;
    public static final int WRONG_REALM = 68;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(NAME_EXP, "KDC_ERR_NAME_EXP"),
            Map.entry(SERVICE_EXP, "KDC_ERR_SERVICE_EXP"),
            Map.entry(3, "KDC_ERR_BAD_PVNO"),
            Map.entry(C_PRINCIPAL_UNKNOWN, "KDC_ERR_C_PRINCIPAL_UNKNOWN"),
            Map.entry(S_PRINCIPAL_UNKNOWN, "KDC_ERR_S_PRINCIPAL_UNKNOWN"),
            Map.entry(8, "KDC_ERR_PRINCIPAL_NOT_UNIQUE"),
            Map.entry(9, "KDC_ERR_NULL_KEY"),
            Map.entry(10, "KDC_ERR_CANNOT_POSTDATE"),
            Map.entry(NEVER_VALID, "KDC_ERR_NEVER_VALID"),
            Map.entry(POLICY, "KDC_ERR_POLICY"),
            Map.entry(BADOPTION, "KDC_ERR_BADOPTION"),
            Map.entry(ETYPE_NOSUPP, "KDC_ERR_ETYPE_NOSUPP"),
            Map.entry(15, "KDC_ERR_SUMTYPE_NOSUPP"),
            Map.entry(PADATA_TYPE_NOSUPP, "KDC_ERR_PADATA_TYPE_NOSUPP"),
            Map.entry(17, "KDC_ERR_TRTYPE_NOSUPP"),
            Map.entry(CLIENT_REVOKED, "KDC_ERR_CLIENT_REVOKED"),
            Map.entry(SERVICE_REVOKED, "KDC_ERR_SERVICE_REVOKED"),
            Map.entry(TGT_REVOKED, "KDC_ERR_TGT_REVOKED"),
            Map.entry(CLIENT_NOTYET, "KDC_ERR_CLIENT_NOTYET"),
            Map.entry(22, "KDC_ERR_SERVICE_NOTYET"),
            Map.entry(KEY_EXPIRED, "KDC_ERR_KEY_EXPIRED"),
            Map.entry(PREAUTH_FAILED, "KDC_ERR_PREAUTH_FAILED"),
            Map.entry(PREAUTH_REQUIRED, "KDC_ERR_PREAUTH_REQUIRED"),
            Map.entry(26, "KDC_ERR_SERVER_NOMATCH"),
            Map.entry(MUST_USE_USER2USER, "KDC_ERR_MUST_USE_USER2USER"),
            Map.entry(28, "KDC_ERR_PATH_NOT_ACCEPTED"),
            Map.entry(SVC_UNAVAILABLE, "KDC_ERR_SVC_UNAVAILABLE"),
            Map.entry(BAD_INTEGRITY, "KRB_AP_ERR_BAD_INTEGRITY"),
            Map.entry(TKT_EXPIRED, "KRB_AP_ERR_TKT_EXPIRED"),
            Map.entry(TKT_NYV, "KRB_AP_ERR_TKT_NYV"),
            Map.entry(REPEAT, "KRB_AP_ERR_REPEAT"),
            Map.entry(NOT_US, "KRB_AP_ERR_NOT_US"),
            Map.entry(BADMATCH, "KRB_AP_ERR_BADMATCH"),
            Map.entry(SKEW, "KRB_AP_ERR_SKEW"),
            Map.entry(39, "KRB_AP_ERR_BADVERSION"),
            Map.entry(40, "KRB_AP_ERR_MSG_TYPE"),
            Map.entry(MODIFIED, "KRB_AP_ERR_MODIFIED"),
            Map.entry(44, "KRB_AP_ERR_BADKEYVER"),
            Map.entry(45, "KRB_AP_ERR_NOKEY"),
            Map.entry(50, "KRB_AP_ERR_INAPP_CKSUM"),
            Map.entry(RESPONSE_TOO_BIG, "KRB_ERR_RESPONSE_TOO_BIG"),
            Map.entry(GENERIC, "KRB_ERR_GENERIC"),
            Map.entry(61, "KRB_ERR_FIELD_TOOLONG"),
            Map.entry(WRONG_REALM, "KDC_ERR_WRONG_REALM"),
            Map.entry(90, "KDC_ERR_PREAUTH_EXPIRED"),
            Map.entry(91, "KDC_ERR_MORE_PREAUTH_DATA_REQUIRED"),
            Map.entry(93, "KDC_ERR_UNKNOWN_CRITICAL_FAST_OPTION"));

    private ErrorCode() {}

    /** {@code KDC_ERR_BADOPTION (13)}; a number nobody assigned is shown as such. */
    public static String describe(int code) {
        return NAMES.getOrDefault(code, "Kerberos error") + " (" + code + ")";
    }
}
