package kcd.kerberos.gss;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import kcd.kerberos.name.Principal;

/**
 * Where the fields of an authenticator lie that change from token to token, counted back from its end: behind the
 * client's name all has a fixed length. Found by comparing encodings, so that it cannot disagree with the encoder.
 *
 * @param bound whether the authenticator carries a channel binding
 * @param binding the checksum's Bnd
 * @param flags the checksum's flags, least significant byte first
 * @param cusec the microseconds, three bytes
 * @param ctime the seconds, as {@code YYYYMMDDhhmmssZ}
 * @param sequenceNumber the sequence number, four bytes
 */
record VariableFields(boolean bound, int binding, int flags, int cusec, int ctime, int sequenceNumber) {
    // Samples whose first bytes differ, as they come out in DER.
    private static final ChannelBinding BINDING = ChannelBinding.ofDigest(new byte[ChannelBinding.LENGTH]);
    private static final ChannelBinding OTHER_BINDING = ChannelBinding.ofDigest(otherDigest());
    private static final long MICROS = 0x010000;
    private static final long OTHER_CUSEC = 0x0f0000;
    /** In the year 2038: another millennium. */
    private static final long OTHER_CTIME = MICROS + (1L << 31) * UniqueTime.MICROS_PER_SECOND;

    private static final long SEQUENCE_NUMBER = 0x40000000;
    private static final long OTHER_SEQUENCE_NUMBER = 0x7fffffff;

    static final VariableFields UNBOUND = measure(false);
    static final VariableFields BOUND = measure(true);

    private static final int SECONDS_PER_DAY = 86_400;

    /** An authenticator of {@code client} with samples in the variable fields. */
    byte[] sample(Principal client) {
        return sample(client, bound ? Optional.of(BINDING) : Optional.empty(), false, MICROS, SEQUENCE_NUMBER);
    }

    /** Writes ctime and cusec into an authenticator that ends at {@code end}. */
    void writeTime(byte[] token, int end, long micros) {
        long seconds = micros / UniqueTime.MICROS_PER_SECOND;
        writeBigEndian(token, end - cusec, (int) (micros % UniqueTime.MICROS_PER_SECOND), 3);
        LocalDate date = LocalDate.ofEpochDay(seconds / SECONDS_PER_DAY);
        int secondOfDay = (int) (seconds % SECONDS_PER_DAY);
        int at = end - ctime;
        writeDecimal(token, at, date.getYear(), 4);
        writeDecimal(token, at + 4, date.getMonthValue(), 2);
        writeDecimal(token, at + 6, date.getDayOfMonth(), 2);
        writeDecimal(token, at + 8, secondOfDay / 3600, 2);
        writeDecimal(token, at + 10, secondOfDay / 60 % 60, 2);
        writeDecimal(token, at + 12, secondOfDay % 60, 2);
    }

    /** Asks the acceptor to prove itself, in the checksum of an authenticator that ends at {@code end}. */
    void writeMutual(byte[] token, int end) {
        token[end - flags] |= (byte) GssChecksum.MUTUAL;
    }

    static void writeBigEndian(byte[] target, int offset, int value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            target[offset + i] = (byte) (value >>> (8 * (bytes - 1 - i)));
        }
    }

    private static void writeDecimal(byte[] target, int offset, int value, int digits) {
        int rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            target[offset + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static VariableFields measure(boolean bound) {
        Principal client = Principal.parse("client@REALM");
        Optional<ChannelBinding> none = Optional.empty();
        Optional<ChannelBinding> binding = bound ? Optional.of(BINDING) : none;
        Optional<ChannelBinding> otherBinding = bound ? Optional.of(OTHER_BINDING) : none;
        byte[] base = sample(client, binding, false, MICROS, SEQUENCE_NUMBER);
        return new VariableFields(
                bound,
                fromEnd(base, sample(client, otherBinding, false, MICROS, SEQUENCE_NUMBER)),
                fromEnd(base, sample(client, binding, true, MICROS, SEQUENCE_NUMBER)),
                fromEnd(base, sample(client, binding, false, OTHER_CUSEC, SEQUENCE_NUMBER)),
                fromEnd(base, sample(client, binding, false, OTHER_CTIME, SEQUENCE_NUMBER)),
                fromEnd(base, sample(client, binding, false, MICROS, OTHER_SEQUENCE_NUMBER)));
    }

    /** Where two encodings start to differ; 0 if they do not. */
    private static int fromEnd(byte[] one, byte[] other) {
        int at = Arrays.mismatch(one, other);
        return at < 0 ? 0 : one.length - at;
    }

    private static byte[] sample(
            Principal client, Optional<ChannelBinding> binding, boolean mutual, long micros, long sequenceNumber) {
        return TokenParts.authenticator(client, binding, mutual, micros, sequenceNumber)
                .encode()
                .toArray();
    }

    private static byte[] otherDigest() {
        byte[] digest = new byte[ChannelBinding.LENGTH];
        Arrays.fill(digest, (byte) 0xff);
        return digest;
    }
}
