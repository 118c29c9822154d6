package kcd.edge.door;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/// Addresses that begin with the same bits, `10.0.0.0/8`. RFC 4632 section 3.1.
public final class AddressRange {
    private static final int BYTE = 8;

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /// Written as an address, or as an address and the number of leading bits that count. The others have to be zero:
    /// `10.1.2.3/8` may be a slip for `10.1.2.3/32`, and it is about trust.
    public static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return Optional.empty();
        }
        try {
            int all = address.length * BYTE;
            int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            boolean fits = bits >= 0 && bits <= all && Arrays.equals(address, masked(address, bits));
            return fits ? Optional.of(new AddressRange(address, bits)) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// Whether the address is one of them. An IPv4 address is one however it came in (RFC 4291 section 2.5.5.2).
    public boolean contains(InetAddress address) {
        byte[] bytes = unmapped(address);
        return bytes.length == network.length && Arrays.equals(masked(bytes, bits), network);
    }

    private static byte[] unmapped(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress()).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of its own length", e);
        }
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] result = address.clone();
        for (int i = 0; i < result.length; i++) {
            int kept = Math.clamp(bits - (long) i * BYTE, 0, BYTE);
            result[i] &= (byte) (0xFF << (BYTE - kept));
        }
        return result;
    }

    @Override
    public String toString() {
        return NetUtil.bytesToIpAddress(network) + "/" + bits;
    }
}
