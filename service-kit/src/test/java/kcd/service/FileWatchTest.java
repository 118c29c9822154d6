package kcd.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {

    @TempDir
    Path directory;

    private final AtomicInteger told = new AtomicInteger();
    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(directory.resolve("tls.crt"), "one");
    }

    @Test
    void tells_once_about_new_content() throws IOException {
        // Given
        FileWatch watch = new FileWatch(List.of(file), told::incrementAndGet);
        Files.writeString(file, "two");

        // When
        boolean first = watch.poll();
        boolean second = watch.poll();

        // Then
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(told).hasValue(1);
    }

    @Test
    void tells_at_once_when_the_files_may_have_changed_since_they_were_read() throws IOException {
        // When
        try (FileWatch watch = new FileWatch(List.of(file), told::incrementAndGet).startNow(Duration.ofHours(1))) {

            // Then
            assertThat(told).hasValue(1);
            assertThat(watch.poll()).isFalse();
            Files.writeString(file, "two");
            assertThat(watch.poll()).isTrue();
            assertThat(told).hasValue(2);
        }
    }

    @Test
    void keeps_quiet_when_only_the_time_stamp_changes_or_the_file_is_away() throws IOException {
        // Given
        FileWatch watch = new FileWatch(List.of(file), told::incrementAndGet);

        // When
        Files.writeString(file, "one");
        watch.poll();
        Files.delete(file);
        watch.poll();
        Files.writeString(file, "one");
        watch.poll();

        // Then
        assertThat(told).hasValue(0);
    }

    @Test
    void goes_on_watching_after_a_listener_failed() throws IOException {
        // Given
        FileWatch watch = new FileWatch(List.of(file), () -> {
            told.incrementAndGet();
            throw new IllegalStateException("not good enough");
        });
        Files.writeString(file, "two");
        watch.poll();
        Files.writeString(file, "three");

        // When
        boolean third = watch.poll();

        // Then
        assertThat(third).isTrue();
        assertThat(told).hasValue(2);
    }
}
