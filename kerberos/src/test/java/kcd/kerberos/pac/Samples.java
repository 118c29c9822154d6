package kcd.kerberos.pac;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.wire.AuthorizationData;
import kcd.kerberos.wire.EncTicketPart;
import kcd.kerberos.wire.MalformedMessageException;

/** Tickets recorded from real KDCs; ORIGIN.md beside them says which. */
final class Samples {
    static final EncryptionKey SAMBA_KEY = key("52ab53c97aeafdb4b4d630ea538957a58efe43607a6d9e8d56f3eb2e4beb7c4b");
    static final EncryptionKey MIT_KEY = key("46ab65cb77f1d023a493d3f71eb3a71cfc22a832a89779f2d16f4ee3e86b6d1f");

    private Samples() {}

    static EncTicketPart ticket(String name) {
        try (InputStream in = Samples.class.getResourceAsStream(name + ".der")) {
            return EncTicketPart.decode(Octets.of(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedMessageException e) {
            throw new AssertionError(name, e);
        }
    }

    /** The bare PAC of a recorded ticket. */
    static byte[] pac(String name) {
        try {
            return AuthorizationData.decodeList(
                            ticket(name).authorizationData().getFirst().value())
                    .getFirst()
                    .value()
                    .toArray();
        } catch (MalformedMessageException e) {
            throw new AssertionError(name, e);
        }
    }

    private static EncryptionKey key(String hex) {
        return new EncryptionKey(Enctype.AES256_SHA1, HexFormat.of().parseHex(hex));
    }
}
