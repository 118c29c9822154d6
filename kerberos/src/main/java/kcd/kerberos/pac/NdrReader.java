package kcd.kerberos.pac;

import java.util.ArrayList;
import java.util.List;
import kcd.kerberos.wire.MalformedMessageException;

/**
 * The little of NDR that a PAC needs: type serialization version 1, one structure, its pointers' targets behind it in
 * order. MS-RPCE section 2.2.6, C706 chapter 14.
 */
final class NdrReader {
    /** Far more than a domain controller puts into a ticket; 1015 is the most that a logon takes. */
    static final int MAX_SIDS = 4096;

    private static final int VERSION = 1;
    private static final int LITTLE_ENDIAN = 0x10;
    private static final int COMMON_HEADER = 8;
    private static final int PRIVATE_HEADER = 8;

    private final PacCursor in;

    private NdrReader(PacCursor in) {
        this.in = in;
    }

    /** Checks both headers and the pointer to the structure, and stands at its first field. */
    static NdrReader open(PacCursor buffer) throws MalformedMessageException {
        boolean known = buffer.u8() == VERSION && buffer.u8() == LITTLE_ENDIAN && buffer.u16() == COMMON_HEADER;
        if (!known) {
            throw new MalformedMessageException("NDR of another version or byte order");
        }
        buffer.skip(4);
        long length = buffer.u32();
        NdrReader reader = new NdrReader(buffer.at(COMMON_HEADER + PRIVATE_HEADER, length));
        if (!reader.pointer()) {
            throw new MalformedMessageException("a null pointer where the structure belongs");
        }
        return reader;
    }

    /** RPC_UNICODE_STRING: lengths and a pointer; the characters come later. MS-DTYP section 2.3.10. */
    UnicodeString unicodeString() throws MalformedMessageException {
        in.align(4);
        int length = in.u16();
        int maximum = in.u16();
        boolean present = pointer();
        if (length > maximum || length % 2 != 0 || (!present && length != 0)) {
            throw new MalformedMessageException("a string whose lengths contradict each other");
        }
        return new UnicodeString(length, present);
    }

    /** A pointer: whether it points to anything. */
    boolean pointer() throws MalformedMessageException {
        return u32() != 0;
    }

    int u16() throws MalformedMessageException {
        in.align(2);
        return in.u16();
    }

    long u32() throws MalformedMessageException {
        in.align(4);
        return in.u32();
    }

    int bits32() throws MalformedMessageException {
        in.align(4);
        return in.bits32();
    }

    /** The length of an array and the pointer to it; its elements come later. */
    ArrayPointer array(String of) throws MalformedMessageException {
        in.align(4);
        int length = in.count(MAX_SIDS, of);
        boolean present = pointer();
        if (!present && length != 0) {
            throw new MalformedMessageException(length + " " + of + " behind a null pointer");
        }
        return new ArrayPointer(length, present);
    }

    void skip(int bytes) throws MalformedMessageException {
        in.skip(bytes);
    }

    /** The characters of a string seen before. */
    String text(UnicodeString string) throws MalformedMessageException {
        if (!string.present()) {
            return "";
        }
        long maximum = u32();
        long offset = u32();
        long actual = u32();
        if (offset != 0 || actual > maximum || actual * 2 != string.bytes()) {
            throw new MalformedMessageException("a string whose lengths contradict each other");
        }
        return in.text(string.bytes());
    }

    /** A SID behind a pointer. MS-DTYP section 2.4.2.3. */
    Sid sid() throws MalformedMessageException {
        long subAuthorities = u32();
        int start = in.position();
        Sid sid = in.sid();
        if (in.position() - start != 8 + 4 * subAuthorities) {
            throw new MalformedMessageException("a SID of another length than announced");
        }
        return sid;
    }

    /** A SID that others are relative to. */
    Sid domainSid() throws MalformedMessageException {
        Sid sid = sid();
        if (!sid.canHaveRid()) {
            throw new MalformedMessageException("a domain's SID that leaves no room for a relative identifier");
        }
        return sid;
    }

    /** GROUP_MEMBERSHIPs: relative identifiers with attributes. MS-PAC section 2.2.2. */
    List<Integer> rids(ArrayPointer array) throws MalformedMessageException {
        int length = lengthOf(array);
        List<Integer> out = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            out.add(bits32());
            skip(4);
        }
        return out;
    }

    /** KERB_SID_AND_ATTRIBUTES: pointers first, then the SIDs. MS-PAC section 2.2.1. */
    List<Sid> sids(ArrayPointer array) throws MalformedMessageException {
        int length = lengthOf(array);
        for (int i = 0; i < length; i++) {
            if (!pointer()) {
                throw new MalformedMessageException("a null pointer where a SID belongs");
            }
            skip(4);
        }
        List<Sid> out = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            out.add(sid());
        }
        return out;
    }

    /** RPC_UNICODE_STRINGs: structures first, then their characters. */
    List<String> texts(ArrayPointer array) throws MalformedMessageException {
        int length = lengthOf(array);
        List<UnicodeString> strings = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            strings.add(unicodeString());
        }
        List<String> out = new ArrayList<>();
        for (UnicodeString string : strings) {
            out.add(text(string));
        }
        return out;
    }

    /** A conformant array repeats its length before its elements. */
    private int lengthOf(ArrayPointer array) throws MalformedMessageException {
        if (array.present() && u32() != array.length()) {
            throw new MalformedMessageException("an array of another length than announced");
        }
        return array.length();
    }

    /**
     * The part of an array inside a structure.
     *
     * @param length how many elements
     * @param present whether there is any array, be it empty
     */
    record ArrayPointer(int length, boolean present) {}

    /**
     * The part of a string inside a structure.
     *
     * @param bytes how long the text is
     * @param present whether there is any
     */
    record UnicodeString(int bytes, boolean present) {}
}
