package kcd.broker.config;

/** A password on its way from the configuration to where it is used; its text form does not show it. */
public final class Password {
    private final char[] value;

    public Password(String value) {
        this.value = value.toCharArray();
    }

    /** A copy, for the user to wipe. */
    public char[] value() {
        return value.clone();
    }

    @Override
    public String toString() {
        return "(hidden)";
    }
}
