package kcd.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import kcd.edge.config.EdgeConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How pods go: in the time they are given, and not before whoever sends them requests knows it. */
class EndingTest {

    /** What a process needs beyond the time it grants others, on a busy node. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    /** How long a cluster's DNS may repeat an answer (CoreDNS: 30 s), and how often an edge asks for the brokers. */
    private static final Duration UNTIL_EDGES_KNOW = Duration.ofSeconds(30 + 10);

    /** Until every kube-proxy has heard of it. */
    private static final Duration UNTIL_NODES_KNOW = Duration.ofSeconds(5);

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void an_edge_drains_before_it_is_killed(String name) throws IOException {
        // Given
        Overlay overlay = Overlay.of(name);
        Workload edge = service(overlay, "edge-proxy");

        // When
        EdgeConfig.Drain drain =
                config(overlay, edge).getConfigMapping(EdgeConfig.class).drain();

        // Then
        assertThat(seconds(drain.notice()))
                .isGreaterThanOrEqualTo(UNTIL_NODES_KNOW)
                .isLessThan(seconds(drain.grace()));
        assertThat(grace(edge)).isGreaterThanOrEqualTo(seconds(drain.grace()).plus(MARGIN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void a_broker_serves_until_no_edge_asks_it_any_more(String name) throws IOException {
        // Given
        Overlay overlay = Overlay.of(name);
        Workload broker = service(overlay, "ticket-broker");

        // When
        SmallRyeConfig config = config(overlay, broker);

        // Then
        // What the framework obeys, out of kcd.drain.notice.
        Duration delay = seconds(config.getValue("quarkus.shutdown.delay", String.class));
        assertThat(config.getValue("quarkus.shutdown.delay-enabled", String.class))
                .isEqualTo("true");
        assertThat(delay).isGreaterThanOrEqualTo(UNTIL_EDGES_KNOW);
        assertThat(grace(broker))
                .isGreaterThanOrEqualTo(delay.plus(seconds(config.getValue("quarkus.shutdown.timeout", String.class)))
                        .plus(MARGIN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void the_crl_service_ends_its_streams_before_it_is_killed(String name) throws IOException {
        // Given
        Overlay overlay = Overlay.of(name);
        Workload lists = service(overlay, "crl-service");

        // When
        Duration timeout = seconds(config(overlay, lists).getValue("quarkus.shutdown.timeout", String.class));

        // Then
        assertThat(grace(lists)).isGreaterThanOrEqualTo(timeout.plus(MARGIN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void a_new_pod_is_ready_before_an_old_one_goes(String name) {
        assertThat(Overlay.of(name).services()).hasSize(3).allSatisfy(service -> {
            Tree strategy = service.object().at("spec", "strategy");
            assertThat(strategy.at("type").text()).isEqualTo("RollingUpdate");
            assertThat(strategy.at("rollingUpdate", "maxUnavailable").number()).isZero();
            assertThat(strategy.at("rollingUpdate", "maxSurge").number()).isPositive();
        });
    }

    private static Workload service(Overlay overlay, String name) {
        return new Workload(overlay.find("Deployment", name).orElseThrow());
    }

    /** As the service sees it: what it brings, and what the overlay says. */
    private static SmallRyeConfig config(Overlay overlay, Workload service) throws IOException {
        Map<String, String> own = Settings.properties(Files.readString(
                Overlay.HOME.resolveSibling(service.name()).resolve("src/main/resources/application.properties")));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(EdgeConfig.class)
                .withValidateUnknown(false)
                .withSources(
                        new PropertiesConfigSource(own, "application.properties", 100),
                        new PropertiesConfigSource(Settings.of(overlay, service), "the overlay", 200))
                .build();
    }

    private static Duration grace(Workload workload) {
        return Duration.ofSeconds(
                workload.spec().at("terminationGracePeriodSeconds").number());
    }

    private static Duration seconds(String value) {
        assertThat(value).matches("[0-9]+s");
        return Duration.parse("PT" + value);
    }
}
