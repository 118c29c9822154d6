package kcd.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://svc:S3cret@exch.example.com",
                "http://S3cret@crl.example.com/ca.crl",
                "ldaps://svc:S3cret/with/slashes@dc.example.com",
                "https://one.example.com,https://svc:S3cret@two.example.com",
            })
    void shows_no_password_that_somebody_wrote_into_a_url(String value) {
        // When
        String line = new Fault("kcd.routes.mail.upstream", value, "is bad: " + value, "write another").line();

        // Then
        assertThat(line).doesNotContain("S3cret").contains("://(hidden)@").contains("example.com");
    }
}
