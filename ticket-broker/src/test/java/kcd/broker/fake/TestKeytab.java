package kcd.broker.fake;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes keytab files of version 0x502. */
public final class TestKeytab {
    private static final int AES256 = 18;
    private static final int RC4 = 23;

    private TestKeytab() {}

    /** One key to write. */
    public record Key(int version, int etype, List<Byte> bytes) {}

    /** A key that opens nothing. */
    public static Key aes(int version) {
        return aes(version, new byte[32]);
    }

    public static Key aes(int version, byte[] key) {
        return new Key(version, AES256, boxed(key));
    }

    public static Key rc4(int version) {
        return new Key(version, RC4, boxed(new byte[16]));
    }

    /** A keytab with one AES-256 key that opens nothing. */
    public static Path write(Path directory, String name, String realm) {
        return write(directory, name, realm, aes(3));
    }

    public static Path write(Path directory, String name, String realm, Key... keys) {
        try {
            var file = new ByteArrayOutputStream();
            var whole = new DataOutputStream(file);
            whole.writeShort(0x502);
            for (Key key : keys) {
                byte[] entry = entry(name, realm, key);
                whole.writeInt(entry.length);
                whole.write(entry);
            }
            return Files.write(directory.resolve(name + ".keytab"), file.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] entry(String name, String realm, Key key) throws IOException {
        var entry = new ByteArrayOutputStream();
        var out = new DataOutputStream(entry);
        out.writeShort(1);
        text(out, realm);
        text(out, name);
        out.writeInt(1);
        out.writeInt(0);
        out.writeByte(key.version());
        out.writeShort(key.etype());
        out.writeShort(key.bytes().size());
        for (byte octet : key.bytes()) {
            out.writeByte(octet);
        }
        return entry.toByteArray();
    }

    private static List<Byte> boxed(byte[] bytes) {
        List<Byte> boxed = new ArrayList<>();
        for (byte octet : bytes) {
            boxed.add(octet);
        }
        return boxed;
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }
}
