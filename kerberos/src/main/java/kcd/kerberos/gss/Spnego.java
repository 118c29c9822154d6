package kcd.kerberos.gss;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Frames an AP-REQ for HTTP Negotiate: RFC 4121 section 4.1 inside a NegTokenInit of RFC 4178 section 4.2.1. */
final class Spnego {
    private static final byte[] SPNEGO = HexFormat.of().parseHex("06062b0601050502");
    private static final byte[] KRB5 = HexFormat.of().parseHex("06092a864886f712010202");
    /** Kerberos as Windows 2000 misspelt it; IIS looks for either. MS-SPNG section 3.1.5.2. */
    private static final byte[] MS_KRB5 = HexFormat.of().parseHex("06092a864882f712010202");

    private static final byte[] AP_REQ = {1, 0};

    private Spnego() {}

    static byte[] negTokenInit(byte[] apReq) {
        byte[] mechToken = tlv(0x60, KRB5, AP_REQ, apReq);
        byte[] mechTypes = tlv(0xa0, tlv(0x30, KRB5, MS_KRB5));
        return tlv(0x60, SPNEGO, tlv(0xa0, tlv(0x30, mechTypes, tlv(0xa2, tlv(0x04, mechToken)))));
    }

    private static byte[] tlv(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >>> (8 * i));
            }
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
