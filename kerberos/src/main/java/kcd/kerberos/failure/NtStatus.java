package kcd.kerberos.failure;

import java.util.Optional;

/** NTSTATUS values that controllers put into Kerberos errors, with what they mean there. MS-ERREF section 2.3. */
public enum NtStatus {
    ACCOUNT_RESTRICTION(0xC000006EL, "the user may not be delegated, or both kinds of delegation are mixed"),
    INVALID_LOGON_HOURS(0xC000006FL, "outside the user's logon hours"),
    PASSWORD_EXPIRED(0xC0000071L, "the password expired"),
    ACCOUNT_DISABLED(0xC0000072L, "the account is disabled"),
    NOT_SUPPORTED(0xC00000BBL, "the service account has no delegation list"),
    ACCOUNT_EXPIRED(0xC0000193L, "the account expired"),
    PASSWORD_MUST_CHANGE(0xC0000224L, "the user must change the password"),
    NOT_FOUND(0xC0000225L, "the target does not list the service account"),
    ACCOUNT_LOCKED_OUT(0xC0000234L, "the account is locked out"),
    NO_MATCH(0xC0000272L, "the target is not in the delegation list, or the evidence is not forwardable"),
    AUTHENTICATION_FIREWALL_FAILED(0xC0000413L, "selective authentication on the trust forbids it");

    private final long value;
    private final String meaning;

    NtStatus(long value, String meaning) {
        this.value = value;
        this.meaning = meaning;
    }

    public static Optional<NtStatus> of(long value) {
        for (NtStatus s : values()) {
            if (s.value == value) {
                return Optional.of(s);
            }
        }
        return Optional.empty();
    }

    public long value() {
        return value;
    }

    /** {@code STATUS_NO_MATCH 0xC0000272, the target ...}; unknown values as their number. */
    public static String describe(long value) {
        return of(value)
                .map(s -> "STATUS_%s 0x%X, %s".formatted(s, s.value, s.meaning))
                .orElseGet(() -> "NTSTATUS 0x%X".formatted(value));
    }
}
