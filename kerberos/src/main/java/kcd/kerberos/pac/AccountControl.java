package kcd.kerberos.pac;

/**
 * The user's account flags as the domain controller saw them. MS-SAMR section 2.2.1.12; these are the SAM's bits, not
 * those of the directory's userAccountControl attribute.
 *
 * @param bits the flags
 */
public record AccountControl(int bits) {
    private static final int DISABLED = 0x00000001;
    private static final int SMARTCARD_REQUIRED = 0x00001000;
    private static final int NOT_DELEGATED = 0x00004000;

    public boolean isDisabled() {
        return (bits & DISABLED) != 0;
    }

    public boolean isSmartcardRequired() {
        return (bits & SMARTCARD_REQUIRED) != 0;
    }

    /** "Account is sensitive and cannot be delegated". */
    public boolean isSensitive() {
        return (bits & NOT_DELEGATED) != 0;
    }
}
