package kcd.kerberos.gss;

import java.util.Arrays;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.crypto.SealingEngine;
import kcd.kerberos.crypto.SealingKey;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.wire.ApReq;
import kcd.kerberos.wire.EncryptedData;
import kcd.kerberos.wire.Ticket;

/**
 * The bytes that all tokens of a ticket have in common, with or without channel binding, and where the others lie. These
 * have fixed lengths, so DER is written once.
 *
 * <pre>
 *   | head | ticket | middle | confounder | authenticator | HMAC |      RC4 has its HMAC in front
 *     |               |        '- the ciphertext, which ends the token
 *     |               '- the rest of the AP-REQ
 *     '- SPNEGO and AP-REQ, up to the ticket
 * </pre>
 *
 * The ticket, by far the longest, is not kept here but shared with its credential.
 */
final class TokenLayout {
    private final byte[] head;
    private final byte[] middle;
    private final byte[] authenticator;
    /** Where in the head the first byte of the AP options is. */
    private final int options;

    private final int ticketLength;
    private final int plainOffset;
    private final int sealedLength;
    private final VariableFields fields;

    private TokenLayout(
            byte[] head,
            byte[] middle,
            byte[] authenticator,
            int options,
            int ticketLength,
            int plainOffset,
            int sealedLength,
            VariableFields fields) {
        this.head = head;
        this.middle = middle;
        this.authenticator = authenticator;
        this.options = options;
        this.ticketLength = ticketLength;
        this.plainOffset = plainOffset;
        this.sealedLength = sealedLength;
        this.fields = fields;
    }

    static TokenLayout of(Credential credential, SealingKey key, boolean bound) {
        VariableFields fields = bound ? VariableFields.BOUND : VariableFields.UNBOUND;
        byte[] authenticator = fields.sample(credential.client());
        int sealedLength = key.sealedLength(authenticator.length);
        EncryptedData blank =
                new EncryptedData(credential.sessionKey().enctype().number(), null, Octets.of(new byte[sealedLength]));
        Ticket ticket = credential.ticket();
        byte[] token = TokenParts.frame(ticket, false, blank);
        int start = Arrays.mismatch(token, TokenParts.frame(complement(ticket), false, blank));
        int end = start + ticket.der().length();
        return new TokenLayout(
                Arrays.copyOf(token, start),
                Arrays.copyOfRange(token, end, token.length - sealedLength),
                authenticator,
                Arrays.mismatch(token, TokenParts.frame(ticket, true, blank)),
                ticket.der().length(),
                key.plainOffset(),
                sealedLength,
                fields);
    }

    /** A new token, all but the variable fields and the encryption. */
    byte[] blank(Octets ticket) {
        byte[] token = new byte[sealedOffset() + sealedLength];
        System.arraycopy(head, 0, token, 0, head.length);
        ticket.copyTo(token, head.length);
        System.arraycopy(middle, 0, token, head.length + ticketLength, middle.length);
        System.arraycopy(authenticator, 0, token, sealedOffset() + plainOffset, authenticator.length);
        return token;
    }

    /** Asks the acceptor to prove itself: RFC 4120 section 5.5.1, and once more in the checksum of RFC 4121. */
    void writeMutual(byte[] token) {
        token[options] |= (byte) (ApReq.MUTUAL_REQUIRED >>> 24);
        fields.writeMutual(token, authenticatorEnd());
    }

    void writeBinding(byte[] token, ChannelBinding binding) {
        binding.copyTo(token, authenticatorEnd() - fields.binding());
    }

    /** Microseconds since the epoch, from {@link UniqueTime}. */
    void writeTime(byte[] token, long micros) {
        fields.writeTime(token, authenticatorEnd(), micros);
    }

    /** A positive number that takes four bytes. */
    void writeSequenceNumber(byte[] token, int number) {
        VariableFields.writeBigEndian(token, authenticatorEnd() - fields.sequenceNumber(), number, 4);
    }

    void seal(byte[] token, SealingEngine engine, SealingKey key) {
        engine.seal(key, token, sealedOffset(), authenticator.length);
    }

    private int sealedOffset() {
        return head.length + ticketLength + middle.length;
    }

    private int authenticatorEnd() {
        return sealedOffset() + plainOffset + authenticator.length;
    }

    /** The same ticket with other bytes: two tokens that differ in the ticket show where it lies. */
    private static Ticket complement(Ticket ticket) {
        byte[] der = ticket.der().toArray();
        for (int i = 0; i < der.length; i++) {
            der[i] = (byte) ~der[i];
        }
        return new Ticket(ticket.realm(), ticket.sname(), Octets.of(der));
    }
}
