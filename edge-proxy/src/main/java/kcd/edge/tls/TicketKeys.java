package kcd.edge.tls;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// The keys that session tickets are sealed with: the first seals and opens, the others only open. RFC 5077 section 4.
///
/// What a file holds is stretched by HKDF (RFC 5869), so that the 48 bytes and the 80 bytes that other servers take
/// both serve: BoringSSL seals with AES-128 and HMAC-SHA-256 here.
public final class TicketKeys {
    static final int SHORT_BYTES = 48;
    static final int LONG_BYTES = 80;
    public static final int MAX_KEYS = 8;

    private static final byte[] PURPOSE = "kcd-gateway session ticket".getBytes(StandardCharsets.US_ASCII);

    private final List<OpenSslSessionTicketKey> keys;

    private TicketKeys(List<OpenSslSessionTicketKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /// From the contents of the key files, the current one first.
    static TicketKeys of(List<byte[]> secrets) {
        List<OpenSslSessionTicketKey> keys = new ArrayList<>();
        for (byte[] secret : secrets) {
            keys.add(derive(secret));
        }
        return new TicketKeys(keys);
    }

    static boolean isKey(int length) {
        return length == SHORT_BYTES || length == LONG_BYTES;
    }

    OpenSslSessionTicketKey[] toArray() {
        return keys.toArray(OpenSslSessionTicketKey[]::new);
    }

    private static OpenSslSessionTicketKey derive(byte[] secret) {
        int name = OpenSslSessionTicketKey.NAME_SIZE;
        int hmac = name + OpenSslSessionTicketKey.HMAC_KEY_SIZE;
        byte[] material = stretched(secret);
        return new OpenSslSessionTicketKey(
                Arrays.copyOfRange(material, 0, name),
                Arrays.copyOfRange(material, name, hmac),
                Arrays.copyOfRange(material, hmac, OpenSslSessionTicketKey.TICKET_KEY_SIZE));
    }

    private static byte[] stretched(byte[] secret) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(secret)
                            .thenExpand(PURPOSE, OpenSslSessionTicketKey.TICKET_KEY_SIZE));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HKDF-SHA256", e);
        }
    }

    /// How many; never which.
    @Override
    public String toString() {
        return keys.size() + " session ticket keys";
    }
}
