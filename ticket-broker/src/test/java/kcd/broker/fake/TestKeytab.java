package kcd.broker.fake;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes keytab files of version 0x502 with one AES-256 key that opens nothing. */
public final class TestKeytab {
    private static final int AES256 = 18;

    private TestKeytab() {}

    public static Path write(Path directory, String name, String realm) {
        try {
            var entry = new ByteArrayOutputStream();
            var out = new DataOutputStream(entry);
            out.writeShort(1);
            text(out, realm);
            text(out, name);
            out.writeInt(1);
            out.writeInt(0);
            out.writeByte(3);
            out.writeShort(AES256);
            out.writeShort(32);
            out.write(new byte[32]);
            var file = new ByteArrayOutputStream();
            var whole = new DataOutputStream(file);
            whole.writeShort(0x502);
            whole.writeInt(entry.size());
            whole.write(entry.toByteArray());
            return Files.write(directory.resolve(name + ".keytab"), file.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }
}
