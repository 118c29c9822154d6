package kcd.broker.kdc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControllerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "dc1.worldwide.corp, dc1.worldwide.corp, 88",
        "dc1:8888, dc1, 8888",
        "127.0.91.1, 127.0.91.1, 88",
        "127.0.91.1:89, 127.0.91.1, 89",
        "[fd00::1], fd00::1, 88",
        "[fd00::1]:8888, fd00::1, 8888"
    })
    void reads_hosts_with_and_without_ports(String text, String host, int port) {
        assertThat(ControllerAddress.parse(text)).contains(new ControllerAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dc1:",
                "dc1:0",
                "dc1:65536",
                "dc1:88:88",
                "dc 1",
                "ldap://dc1",
                "fd00::1",
                "[fd00::1",
                "-dc1",
                "dc1,dc2",
                "dc1/x"
            })
    void refuses_what_is_neither(String text) {
        assertThat(ControllerAddress.parse(text)).isEmpty();
    }
}
