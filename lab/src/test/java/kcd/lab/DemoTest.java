package kcd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(strings = {"", "--home", "--keep", "--home x --kepp", "--home x y"})
    void explains_itself_when_called_wrongly(String arguments) throws Exception {
        // When
        int exit = Demo.run(out, arguments.split(" "));

        // Then
        assertThat(exit).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("usage:");
    }

    @Test
    void says_what_is_not_built(@TempDir Path empty) throws Exception {
        // When
        int exit = Demo.run(out, "--home", empty.toString());

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("crl-service is not built");
    }
}
