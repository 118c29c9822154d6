package kcd.crl.refresh;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file as a buffer that takes no heap, for the thread that opened it, until closed: a list of 35 MB is judged without
 * being loaded.
 */
final class MappedFile implements AutoCloseable {

    private final Arena arena = Arena.ofConfined();
    private final ByteBuffer content;

    private MappedFile(FileChannel channel) throws IOException {
        this.content = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena)
                .asByteBuffer();
    }

    static MappedFile open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new MappedFile(channel);
        }
    }

    ByteBuffer content() {
        return content;
    }

    @Override
    public void close() {
        arena.close();
    }
}
