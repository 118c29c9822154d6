package kcd.kerberos.pac;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.KerberosCrypto;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.wire.MalformedMessageException;

/** The buffers of a PAC by type: PACTYPE. MS-PAC section 2.3. */
final class PacBuffers {
    static final int LOGON_INFO = 1;
    static final int SERVER_CHECKSUM = 6;
    static final int KDC_CHECKSUM = 7;
    static final int CLIENT_INFO = 10;
    static final int DELEGATION_INFO = 11;
    static final int UPN_DNS_INFO = 12;
    static final int ATTRIBUTES_INFO = 17;
    static final int REQUESTOR = 18;

    /** Windows takes no token beyond 64 KiB; this leaves room for compressed groups to grow. */
    static final int MAX_PAC_BYTES = 1 << 18;
    /** Some twenty types are defined. */
    static final int MAX_BUFFERS = 64;

    private static final int VERSION = 0;

    private final Octets pac;
    private final Map<Integer, Extent> extents;

    private PacBuffers(Octets pac, Map<Integer, Extent> extents) {
        this.pac = pac;
        this.extents = extents;
    }

    static PacBuffers parse(Octets pac) throws MalformedMessageException {
        if (pac.length() > MAX_PAC_BYTES) {
            throw new MalformedMessageException("a PAC of " + pac.length() + " bytes");
        }
        PacCursor in = PacCursor.of(pac);
        int count = in.count(MAX_BUFFERS, "PAC buffers");
        if (in.bits32() != VERSION) {
            throw new MalformedMessageException("a PAC of another version");
        }
        Map<Integer, Extent> extents = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            int type = in.bits32();
            long length = in.u32();
            long offset = in.bits64();
            in.at(offset, length); // inside the PAC, or else malformed
            if (extents.put(type, new Extent((int) offset, (int) length)) != null) {
                throw new MalformedMessageException("two PAC buffers of type " + type);
            }
        }
        return new PacBuffers(pac, extents);
    }

    /** The buffer of that type, read by {@code reader}, if there is one. */
    <T> Optional<T> optional(int type, Reader<T> reader) throws MalformedMessageException {
        Extent extent = extents.get(type);
        if (extent == null) {
            return Optional.empty();
        }
        return Optional.of(reader.read(PacCursor.of(pac).at(extent.offset(), extent.length())));
    }

    <T> T required(int type, Reader<T> reader) throws MalformedMessageException {
        return optional(type, reader)
                .orElseThrow(() -> new MalformedMessageException("a PAC without buffer of type " + type));
    }

    /**
     * Whether the KDC signed this PAC for the holder of {@code key}: PAC_SERVER_CHECKSUM, over the PAC with the values of
     * this signature and the KDC's zeroed. MS-PAC section 2.8.2. Only the key's own checksum type counts: HMAC-MD5 under
     * an AES key would let RC4 back in.
     */
    boolean isSignedWith(EncryptionKey key) throws MalformedMessageException {
        PacSignature server = required(SERVER_CHECKSUM, PacSignature::read);
        PacSignature kdc = required(KDC_CHECKSUM, PacSignature::read);
        if (server.type() != key.enctype().checksumType()) {
            return false;
        }
        byte[] signed = pac.toArray();
        zero(signed, SERVER_CHECKSUM, server);
        zero(signed, KDC_CHECKSUM, kdc);
        return KerberosCrypto.verify(
                key,
                KeyUsage.KERB_NON_KERB_CKSUM,
                server.type(),
                signed,
                server.value().toArray());
    }

    private void zero(byte[] bytes, int type, PacSignature signature) {
        Extent extent = extents.get(type);
        if (extent != null) {
            int from = extent.offset() + PacSignature.VALUE_OFFSET;
            Arrays.fill(bytes, from, from + signature.value().length(), (byte) 0);
        }
    }

    /** Where a buffer lies. */
    private record Extent(int offset, int length) {}

    /** Reads one buffer. */
    interface Reader<T> {
        T read(PacCursor in) throws MalformedMessageException;
    }
}
