package kcd.service;

/**
 * What Secure Email Gateway V2 calls one of our settings.
 *
 * @param name as SEG has it
 * @param setting ours
 * @param unit what SEG leaves unsaid after the number, such as {@code m}; else empty
 */
public record SegName(String name, String setting, String unit) {

    /** The same value under another name. */
    public SegName(String name, String setting) {
        this(name, setting, "");
    }

    /** SEG's value as ours is written. */
    String translate(String value) {
        return value.isBlank() ? value : value.strip() + unit;
    }
}
