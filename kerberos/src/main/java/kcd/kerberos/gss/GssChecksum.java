package kcd.kerberos.gss;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.wire.Checksum;

/** The authenticator's checksum of a GSS context: bindings and flags, no delegation. RFC 4121 section 4.1.1. */
public final class GssChecksum {
    public static final int TYPE = 0x8003;

    /** GSS_C_REPLAY_FLAG, GSS_C_SEQUENCE_FLAG, GSS_C_CONF_FLAG, GSS_C_INTEG_FLAG. RFC 4121 section 4.1.1.1. */
    static final int FLAGS = 0x04 | 0x08 | 0x10 | 0x20;

    /** GSS_C_MUTUAL_FLAG. */
    static final int MUTUAL = 0x02;

    private static final int LENGTH = 24;

    private GssChecksum() {}

    public static Checksum of(Optional<ChannelBinding> binding) {
        return of(binding, false);
    }

    static Checksum of(Optional<ChannelBinding> binding, boolean mutual) {
        byte[] bindings = binding.map(ChannelBinding::toArray).orElseGet(() -> new byte[ChannelBinding.LENGTH]);
        byte[] value = ByteBuffer.allocate(LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(ChannelBinding.LENGTH)
                .put(bindings)
                .putInt(mutual ? FLAGS | MUTUAL : FLAGS)
                .array();
        return new Checksum(TYPE, Octets.of(value));
    }
}
