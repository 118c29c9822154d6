package kcd.lab.upstream;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import kcd.kerberos.crypto.CryptoException;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.wire.ApReq;
import kcd.kerberos.wire.Authenticator;
import kcd.kerberos.wire.Checksum;
import kcd.kerberos.wire.EncTicketPart;
import kcd.kerberos.wire.MalformedMessageException;

/// Opens ticket and authenticator with the server's own key to see what the token is bound to.
public final class KeytabBindingReader implements BindingReader {

    private static final int GSS_CHECKSUM = 0x8003;
    /// `Lgth`, then `Bnd`. RFC 4121 section 4.1.1.
    private static final int BINDING_OFFSET = 4;

    /// The Kerberos mechanism, then `01 00` for AP-REQ.
    private static final byte[] AP_REQ_START = HexFormat.of().parseHex("06092a864886f7120102020100");

    private final EncryptionKey key;

    public KeytabBindingReader(EncryptionKey key) {
        this.key = key;
    }

    @Override
    public Optional<byte[]> binding(byte[] token) {
        try {
            Optional<Octets> apReq = apReq(token);
            return apReq.isEmpty() ? Optional.empty() : binding(ApReq.decode(apReq.get()));
        } catch (MalformedMessageException | CryptoException e) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> binding(ApReq apReq) throws MalformedMessageException, CryptoException {
        EncTicketPart ticket = EncTicketPart.decode(apReq.ticket().encPart().decrypt(key, KeyUsage.TICKET));
        Authenticator authenticator =
                Authenticator.decode(apReq.authenticator().decrypt(ticket.key(), KeyUsage.AP_REQ_AUTHENTICATOR));
        Checksum checksum = authenticator.checksum();
        int end = BINDING_OFFSET + ExtendedProtection.BINDING_BYTES;
        if (checksum == null
                || checksum.type() != GSS_CHECKSUM
                || checksum.value().length() < end) {
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOfRange(checksum.value().toArray(), BINDING_OFFSET, end));
    }

    /// The AP-REQ begins after the mechanism's name and its token identifier, and says itself how long it is.
    private static Optional<Octets> apReq(byte[] token) {
        for (int at = 0; at + AP_REQ_START.length < token.length; at++) {
            if (Arrays.equals(token, at, at + AP_REQ_START.length, AP_REQ_START, 0, AP_REQ_START.length)) {
                int begin = at + AP_REQ_START.length;
                int end = begin + derLength(token, begin);
                return end > token.length
                        ? Optional.empty()
                        : Optional.of(Octets.of(Arrays.copyOfRange(token, begin, end)));
            }
        }
        return Optional.empty();
    }

    /// Of tag, length and content; two octets of length suffice for any ticket.
    private static int derLength(byte[] der, int at) {
        if (at + 4 > der.length) {
            return 0;
        }
        return switch (der[at + 1] & 0xff) {
            case 0x81 -> 3 + (der[at + 2] & 0xff);
            case 0x82 -> 4 + ((der[at + 2] & 0xff) << 8 | (der[at + 3] & 0xff));
            default -> 2 + (der[at + 1] & 0x7f);
        };
    }
}
