package kcd.edge.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
    private final RouteTable table = new RouteTable(List.of(
            route("root", "/"),
            route("eas", "/Microsoft-Server-ActiveSync"),
            route("ews", "/EWS"),
            route("deep", "/EWS/Deep")));

    @ParameterizedTest
    @CsvSource({
        "/Microsoft-Server-ActiveSync, eas",
        "/Microsoft-Server-ActiveSync?Cmd=Sync&User=a@b&DeviceId=1, eas",
        "/Microsoft-Server-ActiveSync/default.eas, eas",
        "/microsoft-server-activesync?x, eas",
        "/EWS/Exchange.asmx, ews",
        "/ews, ews",
        "/%45WS/x, ews",
        "/EWS/Deep/x, deep",
        "/EWSx, root",
        "/EWS.x, root",
        "/, root",
        "/a%20b, root",
        "/Gr%c3%bc%c3%9fe, root",
        "/%e2%82%ac/%f0%9f%93%a7, root",
    })
    void routes_by_the_longest_prefix_that_ends_at_a_segment(String target, String route) {
        // When
        RouteMatch match = table.match("POST", target);

        // Then
        assertThat(match)
                .isInstanceOfSatisfying(
                        RouteMatch.Matched.class,
                        m -> assertThat(m.route().name()).isEqualTo(route));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//EWS",
                "/x//EWS",
                "/x/../EWS",
                "/x/./EWS",
                "/..",
                "/x/..;a=b/EWS",
                "/.;/EWS",
                "/x%2fEWS",
                "/x%2FEWS",
                "/x/%2e%2e/EWS",
                "/x/.%2e/EWS",
                "/x%5cEWS",
                "/x\\EWS",
                "/x%252fEWS",
                "/x%u002fEWS",
                "/x/%c0%ae%c0%ae/EWS",
                "/x%c1%9cEWS",
                "/x%e0%80%afEWS",
                "/x%f0%80%80%afEWS",
                "/x%00",
                "/x%0d%0aHost:evil",
                "/x%",
                "/x%4",
                "/x%zz",
                "/x%+1",
                "/x y",
                "/x\ty",
                "/x#y",
                "/xé",
                "/x?a b",
                "/x?a\r\nHost: evil",
                "http://other.example.com/EWS",
                "https://other.example.com/EWS",
                "*",
                "",
                "EWS"
            })
    void refuses_a_target_that_two_readers_could_read_differently(String target) {
        // When
        RouteMatch match = table.match("POST", target);

        // Then
        assertThat(match).isInstanceOf(RouteMatch.MalformedTarget.class);
    }

    @Test
    void lets_only_options_and_post_through_to_active_sync() {
        // When
        RouteMatch match = table.match("GET", "/Microsoft-Server-ActiveSync");

        // Then
        assertThat(match)
                .isInstanceOfSatisfying(
                        RouteMatch.MethodRefused.class,
                        refused -> assertThat(refused.allowed()).containsExactlyInAnyOrder("OPTIONS", "POST"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "post", "GET\r\nX"})
    void forwards_no_method_that_shows_or_tunnels_or_is_unknown(String method) {
        // When
        RouteMatch match = table.match(method, "/x");

        // Then
        assertThat(match).isInstanceOf(RouteMatch.MethodRefused.class);
    }

    @Test
    void finds_no_route_outside_the_configured_paths() {
        // Given
        RouteTable eas = new RouteTable(List.of(route("eas", "/Microsoft-Server-ActiveSync")));

        // When
        RouteMatch match = eas.match("POST", "/owa");

        // Then
        assertThat(match).isInstanceOf(RouteMatch.NoRoute.class);
    }

    private static Route route(String name, String path) {
        return new Route(
                name,
                path,
                new Target(List.of(new Upstream("exch.example.com", 443)), "HTTP/exch.example.com"),
                Authorization.AUTO,
                Methods.usualAt(path),
                List.of(),
                false,
                RedirectHosts.NONE);
    }
}
