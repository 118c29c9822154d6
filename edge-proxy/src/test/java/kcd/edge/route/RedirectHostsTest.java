package kcd.edge.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectHostsTest {
    private final RedirectHosts hosts = new RedirectHosts(List.of(
            new RedirectHosts.Rule("Mail2.example.com", 443, "HTTP/array.example.com"),
            new RedirectHosts.Rule("*.mail.example.com", 443, "HTTP/{host}")));

    @ParameterizedTest
    @CsvSource({
        "mail2.example.com,    HTTP/array.example.com",
        "MAIL2.EXAMPLE.COM,    HTTP/array.example.com",
        "ex1.mail.example.com, HTTP/ex1.mail.example.com",
        "EX1.Mail.Example.Com, HTTP/ex1.mail.example.com"
    })
    void knows_the_service_of_each_listed_host(String host, String spn) {
        // When
        Optional<Target> target = hosts.target(new Upstream(host, 443));

        // Then
        assertThat(target).map(Target::spn).contains(spn);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail3.example.com",
                "mail.example.com",
                ".mail.example.com",
                "evilmail.example.com",
                "mail2.example.com.evil.org",
                "xmail2.example.com"
            })
    void knows_no_other_host(String host) {
        // When
        Optional<Target> target = hosts.target(new Upstream(host, 443));

        // Then
        assertThat(target).isEmpty();
    }

    @Test
    void knows_a_host_at_its_own_port_only() {
        // When
        Optional<Target> target = hosts.target(new Upstream("mail2.example.com", 8443));

        // Then
        assertThat(target).isEmpty();
    }
}
