package kcd.pki.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void leaves_readable_text_alone() {
        assertThat(Printable.of("CN=Jürgen Müller,O=Пример")).isEqualTo("CN=Jürgen Müller,O=Пример");
    }

    @Test
    void shows_what_cannot_be_seen() {
        assertThat(Printable.of("a\r\nb\u0000c\u202Ed\u200Be\u2028f\ud800"))
                .isEqualTo("a\\u{D}\\u{A}b\\u{0}c\\u{202E}d\\u{200B}e\\u{2028}f\\u{D800}");
    }

    @Test
    void cuts_long_text() {
        assertThat(Printable.of("x".repeat(1_000_000))).hasSize(203).endsWith("...");
        assertThat(Printable.of("x".repeat(200))).hasSize(200);
    }
}
