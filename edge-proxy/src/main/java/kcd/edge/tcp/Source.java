package kcd.edge.tcp;

import io.netty.util.NetUtil;
import java.util.Arrays;

/// Whom an address counts for: itself, or its /64 if it is of IPv6, since whoever has one of those has all 2^64 of them
/// (RFC 4291 section 2.5.4).
public final class Source {
    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private Source() {}

    /// A name for counting.
    public static String of(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null || bytes.length != IPV6_BYTES || isMapped(bytes)) {
            return address;
        }
        return NetUtil.bytesToIpAddress(Arrays.copyOf(Arrays.copyOf(bytes, NETWORK_BYTES), IPV6_BYTES)) + "/64";
    }

    /// `::ffff:192.0.2.1` is an IPv4 address. RFC 4291 section 2.5.5.2.
    private static boolean isMapped(byte[] bytes) {
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
    }
}
