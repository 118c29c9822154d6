package kcd.service.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret=old",
                "secret = old\n",
                "secret:old\r\n",
                "  secret old\n",
                "# secret=old\n! secret=old\n\nsecret=old\nother=x",
                "a=1\r\nsecret=ol\\\r\n   d\r\nb=2",
                "secr\\u0065t=old\n",
                "a=\\\\\nsecret=old\n",
                "a=secret=old\nsecret=old\n",
                "# ends with a backslash \\\nsecret=old\n",
                "secret=\\\n old\n",
                "gr\u00fc\u00dfe=\u20ac\nsecret=old\nend=\u2603",
            })
    void replaces_one_value_and_changes_nothing_else(String text) throws IOException {
        // When
        String replaced = replace(text);

        // Then
        Properties expected = load(text);
        expected.setProperty("secret", "new");
        assertThat(load(replaced)).isEqualTo(expected);
        assertThat(replaced.lines().filter(line -> line.startsWith("#") || line.startsWith("!")))
                .containsExactlyElementsOf(text.lines()
                        .filter(line -> line.startsWith("#") || line.startsWith("!"))
                        .toList());
    }

    @Test
    void keeps_the_bytes_of_a_file_without_the_value() {
        byte[] bytes = {'a', '=', (byte) 0xFF, (byte) 0xFE, '\r', '\n', '\\', 'u', '\n', 0, '\n'};
        assertThat(PropertiesText.replace(bytes, (_, _) -> Optional.empty())).isEqualTo(bytes);
    }

    private static String replace(String text) {
        byte[] replaced = PropertiesText.replace(
                text.getBytes(StandardCharsets.UTF_8),
                (key, value) -> key.equals("secret") && value.equals("old") ? Optional.of("new") : Optional.empty());
        return new String(replaced, StandardCharsets.UTF_8);
    }

    private static Properties load(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return properties;
    }
}
