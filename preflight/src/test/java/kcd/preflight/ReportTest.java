package kcd.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Findings findings = new Findings();

    @Test
    void commands_in_a_fix_stay_whole_on_lines_of_their_own() {
        // Given
        String command = "  Set-ADUser -Identity 'SVC' " + "x".repeat(100);
        findings.wrong("delegation", "HTTP/mail.a.test", "not allowed", "The list has to hold it:\n" + command);

        // When
        String table = Report.table(findings.all());

        // Then
        assertThat(table)
                .startsWith("WRONG  delegation          HTTP/mail.a.test: not allowed\n")
                .contains("fix: The list");
        assertThat(table.lines()).anyMatch(line -> line.endsWith(command));
        assertThat(table).endsWith("\n0 ok, 1 wrong, 0 left out\n");
    }

    @Test
    void text_of_others_cannot_steer_the_terminal() {
        // Given
        findings.ok("upstream cert", "mail", "CN=\u001b[2J");

        // When
        String table = Report.table(findings.all());

        // Then
        assertThat(table).contains("CN=?[2J").doesNotContain("\u001b");
    }

    @Test
    void json_has_every_finding() {
        // Given
        findings.ok("DNS", "dc1", "192.0.2.1");
        findings.leftOut("delegation", "HTTP/x", "for what is wrong above");

        // When
        var json = new JsonObject(Report.json(findings.all()));

        // Then
        assertThat(json.getInteger("wrong")).isZero();
        assertThat(json.getJsonArray("findings").getJsonObject(1).getString("verdict"))
                .isEqualTo("left_out");
    }

    @Test
    void without_any_configuration_it_cannot_look() {
        // Given
        var err = new ByteArrayOutputStream();

        // When
        int code = Preflight.run(
                List.of("--json"),
                Clock.systemUTC(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));

        // Then
        assertThat(code).isEqualTo(Preflight.CANNOT);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("give at least one of --broker, --edge and --crl");
    }

    @Test
    void a_file_that_is_not_there_is_a_finding() {
        // Given
        var out = new ByteArrayOutputStream();

        // When
        int code = Preflight.run(
                List.of("--crl", "/nonexistent/crl.properties"),
                Clock.systemUTC(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));

        // Then
        assertThat(code).isEqualTo(Preflight.WRONG);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("WRONG  configuration       crl-service");
    }
}
