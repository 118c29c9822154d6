package kcd.lab.kdc;

/// The statuses by which Windows tells one refusal from another. MS-ERREF section 2.3, MS-SFU section 3.2.5.2.
enum NtStatus {
    ACCOUNT_RESTRICTION(0xC000006EL),
    ACCOUNT_DISABLED(0xC0000072L),
    NOT_SUPPORTED(0xC00000BBL),
    ACCOUNT_EXPIRED(0xC0000193L),
    NOT_FOUND(0xC0000225L),
    ACCOUNT_LOCKED_OUT(0xC0000234L),
    NO_MATCH(0xC0000272L);

    private final long value;

    NtStatus(long value) {
        this.value = value;
    }

    long value() {
        return value;
    }
}
