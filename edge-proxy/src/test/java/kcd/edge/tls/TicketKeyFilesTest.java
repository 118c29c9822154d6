package kcd.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TicketKeyFilesTest {
    @TempDir
    Path directory;

    @Test
    void names_the_keys_that_nobody_replaced_for_a_week() throws IOException {
        // Given
        Instant now = Instant.now();
        Path current = Files.write(directory.resolve("current"), new byte[48]);
        Path old = Files.write(directory.resolve("old"), new byte[48]);
        Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofDays(8))));
        TicketKeyFiles keys = new TicketKeyFiles(List.of(current, old, directory.resolve("missing")));

        // Then
        assertThat(keys.unchangedSince(now.minus(Duration.ofDays(7)))).containsExactly(old);
    }
}
