package kcd.lab.upstream;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes the binary XML of ActiveSync: header, code pages, tags and inline strings are all it needs. MS-ASWBXML
/// section 2.1.
final class Wbxml {

    private static final int SWITCH_PAGE = 0x00;
    private static final int END = 0x01;
    private static final int INLINE_STRING = 0x03;
    private static final int HAS_CONTENT = 0x40;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Wbxml(int codePage) {
        // version 1.3, unknown public identifier, UTF-8, no string table
        out.writeBytes(new byte[] {0x03, 0x01, 0x6a, 0x00});
        if (codePage != 0) {
            out.write(SWITCH_PAGE);
            out.write(codePage);
        }
    }

    Wbxml open(int tag) {
        out.write(tag | HAS_CONTENT);
        return this;
    }

    Wbxml close() {
        out.write(END);
        return this;
    }

    Wbxml leaf(int tag, String text) {
        open(tag);
        out.write(INLINE_STRING);
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write(0);
        return close();
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
