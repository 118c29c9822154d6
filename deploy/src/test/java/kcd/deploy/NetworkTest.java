package kcd.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The NetworkPolicies allow the arrows of the README's picture and nothing else; preflight, which looks at what is outside
 * before the services do, may go where they may.
 */
class NetworkTest {

    private static final Set<String> INSIDE = Set.of(
            "anywhere -> edge-proxy:https",
            "edge-proxy -> ticket-broker:grpc",
            "edge-proxy -> crl-service:grpc",
            "ticket-broker -> crl-service:grpc",
            "kcd-gateway -> kube-dns:53");

    @Test
    void in_the_demo_only_the_arrows_of_the_picture() {
        assertThat(arrows(Overlay.of("demo")))
                .containsExactlyInAnyOrderElementsOf(with(
                        "edge-proxy -> lab:exchange",
                        "preflight -> lab:exchange",
                        "ticket-broker -> lab:kdc-root",
                        "preflight -> lab:kdc-root",
                        "ticket-broker -> lab:kdc-amer",
                        "preflight -> lab:kdc-amer",
                        "ticket-broker -> lab:kdc-emea",
                        "preflight -> lab:kdc-emea",
                        "crl-service -> lab:crl",
                        "preflight -> lab:crl"));
    }

    @Test
    void in_production_only_the_arrows_of_the_picture() {
        assertThat(arrows(Overlay.of("production")))
                .containsExactlyInAnyOrderElementsOf(with(
                        "edge-proxy -> 192.0.2.0/28:443",
                        "preflight -> 192.0.2.0/28:443",
                        "ticket-broker -> 198.51.100.0/28:88",
                        "preflight -> 198.51.100.0/28:88",
                        "ticket-broker -> 198.51.100.0/28:636",
                        "preflight -> 198.51.100.0/28:636",
                        "ticket-broker -> 198.51.100.0/28:3269",
                        "preflight -> 198.51.100.0/28:3269",
                        "crl-service -> 203.0.113.0/28:80",
                        "preflight -> 203.0.113.0/28:80"));
    }

    @Test
    void both_ends_of_an_arrow_agree() {
        Stream.of("demo", "production").map(Overlay::of).forEach(overlay -> {
            Set<String> inwards = new TreeSet<>();
            overlay.kind("NetworkPolicy").forEach(policy -> inwards.addAll(inwards(policy)));
            assertThat(inwards)
                    .containsExactlyInAnyOrder(
                            "anywhere -> edge-proxy:https",
                            "edge-proxy -> ticket-broker:grpc",
                            "edge-proxy -> crl-service:grpc",
                            "ticket-broker -> crl-service:grpc");
        });
    }

    @Test
    void what_no_policy_allows_is_denied() {
        assertThat(Stream.of("demo", "production").map(Overlay::of)).allSatisfy(overlay -> {
            Tree all =
                    overlay.find("NetworkPolicy", "kcd-gateway").orElseThrow().at("spec");
            assertThat(all.at("policyTypes").each().map(Tree::text)).containsExactly("Ingress", "Egress");
            assertThat(all.at("ingress").exists()).isFalse();
            assertThat(overlay.services())
                    .allMatch(service -> service.isSelectedBy(
                            all.at("podSelector", "matchLabels").map()));
        });
    }

    private static Set<String> with(String... outside) {
        Set<String> all = new TreeSet<>(INSIDE);
        all.addAll(Set.of(outside));
        return all;
    }

    private static Set<String> arrows(Overlay overlay) {
        Set<String> arrows = new TreeSet<>();
        overlay.kind("NetworkPolicy").forEach(policy -> {
            arrows.addAll(inwards(policy));
            policy.at("spec", "egress")
                    .each()
                    .forEach(rule -> rule.at("to")
                            .each()
                            .forEach(peer -> ports(rule)
                                    .forEach(port -> subjects(policy.at("spec", "podSelector"))
                                            .forEach(subject ->
                                                    arrows.add(subject + " -> " + peer(peer) + ":" + port)))));
        });
        return arrows;
    }

    private static Set<String> inwards(Tree policy) {
        Set<String> arrows = new TreeSet<>();
        List<String> subjects = subjects(policy.at("spec", "podSelector"));
        policy.at("spec", "ingress")
                .each()
                .forEach(rule -> ports(rule)
                        .forEach(port -> subjects.forEach(subject -> {
                            if (!rule.at("from").exists()) {
                                arrows.add("anywhere -> " + subject + ":" + port);
                            }
                            rule.at("from")
                                    .each()
                                    .forEach(peer -> arrows.add(peer(peer) + " -> " + subject + ":" + port));
                        })));
        return arrows;
    }

    /** A rule without ports would open all. */
    private static Stream<String> ports(Tree rule) {
        assertThat(rule.at("ports").exists()).isTrue();
        return rule.at("ports").each().map(port -> port.at("port").text());
    }

    private static String peer(Tree peer) {
        return peer.at("ipBlock", "cidr").find().orElseGet(() -> subject(peer.at("podSelector")));
    }

    private static String subject(Tree selector) {
        List<String> subjects = subjects(selector);
        assertThat(subjects).hasSize(1);
        return subjects.getFirst();
    }

    /** Whom one label names. */
    private static List<String> subjects(Tree selector) {
        List<String> subjects = Stream.concat(
                        selector.at("matchLabels").map().values().stream(),
                        selector.at("matchExpressions")
                                .each()
                                .flatMap(expression -> expression.at("values").each())
                                .map(Tree::text))
                .toList();
        assertThat(selector.map()).hasSize(1);
        assertThat(selector.at("matchExpressions").each())
                .allMatch(expression -> expression.at("operator").text().equals("In"));
        return subjects;
    }
}
