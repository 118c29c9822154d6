package kcd.lab.forest;

/// What an administrator can set on an account; the number is its bit in `userAccountControl`, 0 where Active Directory
/// keeps the fact elsewhere. MS-ADTS section 2.2.16.
public enum AccountFlag {
    DISABLED(0x2),
    LOCKED(0),
    EXPIRED(0),
    /// "Account is sensitive and cannot be delegated".
    NOT_DELEGATED(0x100000),
    /// Member of the group Protected Users.
    PROTECTED_USER(0),
    /// "Use any authentication protocol": S4U2Self tickets come out forwardable.
    TRUSTED_TO_AUTH_FOR_DELEGATION(0x1000000);

    private final int bit;

    AccountFlag(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }
}
