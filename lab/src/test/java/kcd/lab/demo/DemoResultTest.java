package kcd.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import kcd.lab.http.Headers;
import kcd.lab.http.RequestHead;
import kcd.lab.upstream.SeenRequest;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import org.junit.jupiter.api.Test;

/// The demo's verdict must be able to be "no".
class DemoResultTest {

    private static final Credential ANYONE =
            CertificateWorkshop.now().root("CA").user("alice@a.example");
    private static final DeviceAnswer OK = new DeviceAnswer.Response(200, "");
    private static final DeviceAnswer FORBIDDEN = new DeviceAnswer.Response(403, "");
    private static final DeviceAnswer ALERT = new DeviceAnswer.Refused("bad_certificate");
    private static final DeviceAnswer BROKEN = new DeviceAnswer.Failed("connection reset");

    private final DemoCase served = new DemoCase("alice", ANYONE, Optional.of("alice@A"), "why");
    private final DemoCase refused = new DemoCase("bob", ANYONE, Optional.empty(), "why");

    @Test
    void a_user_who_must_be_served_has_to_arrive_under_the_right_name() {
        assertThat(new DemoResult(served, OK, List.of(seen("alice@A"))).isAsExpected())
                .isTrue();
        assertThat(new DemoResult(served, OK, List.of(seen("bob@A"))).isAsExpected())
                .isFalse();
        assertThat(new DemoResult(served, OK, List.of(seen("alice@A"), seen("bob@A"))).isAsExpected())
                .isFalse();
        assertThat(new DemoResult(served, OK, List.of()).isAsExpected()).isFalse();
        assertThat(new DemoResult(served, FORBIDDEN, List.of(seen("alice@A"))).isAsExpected())
                .isFalse();
    }

    @Test
    void a_user_who_must_be_refused_gets_403_or_an_alert_and_nothing_arrives() {
        assertThat(new DemoResult(refused, FORBIDDEN, List.of()).isAsExpected()).isTrue();
        assertThat(new DemoResult(refused, ALERT, List.of()).isAsExpected()).isTrue();
        assertThat(new DemoResult(refused, OK, List.of()).isAsExpected()).isFalse();
        assertThat(new DemoResult(refused, BROKEN, List.of()).isAsExpected()).isFalse();
        assertThat(new DemoResult(refused, new DeviceAnswer.Refused("internal_error"), List.of()).isAsExpected())
                .isFalse();
        assertThat(new DemoResult(refused, FORBIDDEN, List.of(seen("bob@A"))).isAsExpected())
                .isFalse();
    }

    @Test
    void the_devices_own_authorization_must_not_arrive() {
        // Given
        SeenRequest leaked = seen("alice@A", Headers.of("Authorization", Device.FORGED));

        // When
        DemoResult result = new DemoResult(served, OK, List.of(leaked));

        // Then
        assertThat(result.isAsExpected()).isFalse();
        assertThat(result.upstreamSaw()).isEqualTo("the device's own Authorization");
    }

    private static SeenRequest seen(String user) {
        return seen(user, Headers.NONE);
    }

    private static SeenRequest seen(String user, Headers headers) {
        return new SeenRequest(1, 1, Optional.of(user), true, Optional.empty(), new RequestHead("POST", "/", headers));
    }
}
