package kcd.kerberos.keytab;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;

/** Reads keytab files of version 0x502, deleted entries and 32-bit versions included. MIT "The keytab file format". */
final class KeytabReader {
    static final int MAX_FILE_BYTES = 1 << 20;
    static final int MAX_ENTRIES = 4096;

    private static final int FORMAT = 0x0502;

    private final ByteBuffer file;
    private final PermittedEnctypes permitted;
    private final List<KeytabEntry> entries = new ArrayList<>();
    private final List<UnusableKey> unusable = new ArrayList<>();

    KeytabReader(byte[] file, PermittedEnctypes permitted) {
        this.permitted = permitted;
        this.file = ByteBuffer.wrap(file);
    }

    Keytab read() throws InvalidKeytabException {
        if (file.remaining() < 2 || file.remaining() > MAX_FILE_BYTES || file.getShort() != FORMAT) {
            throw new InvalidKeytabException("not a keytab of format 0x502");
        }
        int seen = 0;
        try {
            while (file.hasRemaining()) {
                if (++seen > MAX_ENTRIES) {
                    throw new InvalidKeytabException("more than " + MAX_ENTRIES + " entries");
                }
                int size = file.getInt();
                if (size == 0) {
                    break; // MIT: the rest of the file was never used
                }
                long length = Math.abs((long) size);
                if (length > file.remaining()) {
                    throw new InvalidKeytabException("entry " + seen + " is cut short");
                }
                ByteBuffer entry = file.slice(file.position(), (int) length);
                file.position(file.position() + (int) length);
                if (size > 0) { // a negative size is the hole a deleted entry left
                    readEntry(entry);
                }
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new InvalidKeytabException("entry " + seen + " is cut short or makes no sense");
        }
        return new Keytab(entries, unusable);
    }

    private void readEntry(ByteBuffer in) {
        int components = Short.toUnsignedInt(in.getShort());
        String realm = text(in);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < components; i++) {
            names.add(text(in));
        }
        int nameType = in.getInt();
        in.getInt(); // when the key was written
        int kvno = Byte.toUnsignedInt(in.get());
        int etype = Short.toUnsignedInt(in.getShort());
        byte[] key = new byte[boundedLength(in)];
        in.get(key);
        if (in.remaining() >= 4) {
            int wide = in.getInt();
            kvno = wide == 0 ? kvno : wide;
        }
        Principal principal = new Principal(new PrincipalName(nameType, names), new Realm(realm));
        Optional<Enctype> enctype = Enctype.of(etype).filter(permitted::contains);
        if (enctype.isPresent() && kvno >= 0) {
            entries.add(new KeytabEntry(principal, kvno, new EncryptionKey(enctype.get(), key)));
        } else {
            unusable.add(new UnusableKey(principal, kvno, etype));
        }
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[boundedLength(in)];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int boundedLength(ByteBuffer in) {
        int length = Short.toUnsignedInt(in.getShort());
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }
}
