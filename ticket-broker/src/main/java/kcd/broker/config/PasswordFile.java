package kcd.broker.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kcd.broker.mapping.DirectoryPassword;

/** A password in a file of its own, as a mounted secret is; editors' line end is no part of it. */
record PasswordFile(Path file) implements DirectoryPassword {
    private static final int MAX_BYTES = 4 * 1024;

    @Override
    public char[] read() throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " has more than " + MAX_BYTES + " bytes");
        }
        return Files.readString(file, StandardCharsets.UTF_8).stripTrailing().toCharArray();
    }
}
