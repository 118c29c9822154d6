package kcd.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PingCommandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Microsoft-Server-ActiveSync?Cmd=Ping&User=alice&DeviceId=1&DeviceType=iPhone",
                "/microsoft-server-activesync?User=alice&cmd=PING",
                "/Microsoft-Server-ActiveSync/default.eas?Cmd=Ping",
                // Version 14.1, command 18, then locale, device and policy key.
                "/Microsoft-Server-ActiveSync?jRIJBBByZG1vbmtleTAxMjM0NTY3BAAAAAAHaVBob25lQzA="
            })
    void knows_a_ping_in_both_ways_of_writing_it(String target) {
        assertThat(PingCommand.isIn("POST", target)).isTrue();
        assertThat(PingCommand.isIn("GET", target)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Microsoft-Server-ActiveSync",
                "/Microsoft-Server-ActiveSync?",
                "/Microsoft-Server-ActiveSync?Cmd=Sync",
                "/Microsoft-Server-ActiveSync?Cmd=Pinging",
                "/Microsoft-Server-ActiveSync?jQAJBBBmYWtlRGV2aWNl",
                "/Microsoft-Server-ActiveSync?jR",
                "/Microsoft-Server-ActiveSync?x=Cmd=Ping",
                "/ews/x?Cmd=Ping",
                "/ews/Microsoft-Server-ActiveSync?Cmd=Ping",
                "/Microsoft-Server-ActiveSyncing?Cmd=Ping",
                "/?Cmd=Ping",
            })
    void takes_nothing_else_for_one(String target) {
        assertThat(PingCommand.isIn("POST", target)).isFalse();
    }
}
