package kcd.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "Proxy-Authorization",
                "Proxy-Connection",
                "Proxy",
                "X-Forwarded",
                "X-Auth",
                "X-Authenticated-User",
                "MS-ASPNETCORE-TOKEN",
                "MS-ASPNETCORE-CLIENTCERT",
                "X-Envoy-External-Address",
                "X-IIS-WindowsAuthToken",
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "X-Forwarded-Client-Cert",
                "Forwarded",
                "Via",
                "X-Real-IP",
                "Remote-User",
                "X-Remote-User",
                "X_Remote_User",
                "x_forwarded_for",
                "X-SSL-Client-S-DN",
                "SSL_CLIENT_CERT",
                "Client-Cert",
                "X-Client-Cert",
                "X-ARR-ClientCert",
                "X-MS-Client-Principal-Name",
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-HTTP-Method-Override",
                "X-CommonAccessToken",
                "Keep-Alive",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "HTTP2-Settings",
                "Expect",
                "Host",
                "Content-Length",
                ":authority"
            })
    void takes_out_of_a_request_what_ends_here_or_claims_an_identity(String name) {
        // Given
        MultiMap received = MultiMap.caseInsensitiveMultiMap().add(name, "x").add("MS-ASProtocolVersion", "16.1");

        // When
        List<HeaderField> passed = HeaderRules.towardsUpstream(received, true);

        // Then
        assertThat(passed).containsExactly(new HeaderField("MS-ASProtocolVersion", "16.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MS-ASProtocolVersion",
                "X-MS-PolicyKey",
                "User-Agent",
                "Content-Type",
                "Cookie",
                "Accept-Encoding",
                "X-MS-Location",
                "If-None-Match",
                "SOAPAction"
            })
    void lets_the_application_s_own_fields_pass(String name) {
        // Given
        MultiMap received = MultiMap.caseInsensitiveMultiMap().add(name, "x");

        // When
        List<HeaderField> passed = HeaderRules.towardsUpstream(received, true);

        // Then
        assertThat(passed).containsExactly(new HeaderField(name, "x"));
    }

    @Test
    void takes_out_what_connection_lists() {
        // Given
        MultiMap received = MultiMap.caseInsensitiveMultiMap()
                .add("Connection", "close, X-Secret")
                .add("Connection", "x-other")
                .add("X-Secret", "1")
                .add("X_Other", "2")
                .add("X-Kept", "3");

        // When
        List<HeaderField> passed = HeaderRules.towardsUpstream(received, true);

        // Then
        assertThat(passed).containsExactly(new HeaderField("X-Kept", "3"));
    }

    @Test
    void keeps_repeated_fields_in_their_order() {
        // Given
        MultiMap received =
                MultiMap.caseInsensitiveMultiMap().add("Cookie", "a=1").add("Cookie", "b=2");

        // When
        List<HeaderField> passed = HeaderRules.towardsUpstream(received, true);

        // Then
        assertThat(passed).containsExactly(new HeaderField("Cookie", "a=1"), new HeaderField("Cookie", "b=2"));
    }

    @Test
    void lets_a_device_authenticate_itself_only_where_kerberos_is_off() {
        // Given
        MultiMap received = MultiMap.caseInsensitiveMultiMap().add("Authorization", "Basic eDp5");

        // When
        List<HeaderField> passed = HeaderRules.towardsUpstream(received, false);

        // Then
        assertThat(passed).containsExactly(new HeaderField("Authorization", "Basic eDp5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"WWW-Authenticate", "Proxy-Authenticate", "Authentication-Info", "Persistent-Auth", "Connection"
            })
    void shows_a_device_no_challenge_and_nothing_of_the_hop_behind(String name) {
        // Given
        MultiMap received = MultiMap.caseInsensitiveMultiMap()
                .add(name, "Negotiate")
                .add("MS-Server-ActiveSync", "15.2")
                .add("Content-Length", "4");

        // When
        List<HeaderField> passed = HeaderRules.towardsDevice(received, true);

        // Then
        assertThat(passed)
                .containsExactlyInAnyOrder(
                        new HeaderField("MS-Server-ActiveSync", "15.2"), new HeaderField("Content-Length", "4"));
    }
}
