package kcd.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How pods may run: PodSecurity's profile "restricted", and rules of our own. */
class PodRulesTest {

    private static final int OWNER_AND_GROUP_READ = 0440;

    @Test
    void the_overlays_have_the_three_services() {
        assertThat(Stream.of("demo", "production")
                        .flatMap(name -> Overlay.of(name).services())
                        .map(Workload::name))
                .containsExactlyInAnyOrder(
                        "edge-proxy", "ticket-broker", "crl-service", "edge-proxy", "ticket-broker", "crl-service");
    }

    @ParameterizedTest
    @MethodSource("kcd.deploy.Overlay#all")
    void pods_keep_to_the_profile_restricted(Overlay overlay) {
        assertThat(overlay.workloads()).isNotEmpty().allSatisfy(workload -> {
            Tree pod = workload.spec().at("securityContext");
            assertThat(pod.at("runAsNonRoot").text()).isEqualTo("true");
            assertThat(pod.at("runAsUser").number()).isPositive();
            assertThat(pod.at("seccompProfile", "type").text()).isEqualTo("RuntimeDefault");
            assertThat(Stream.of("hostNetwork", "hostPID", "hostIPC")
                            .filter(host -> workload.spec().at(host).exists()))
                    .isEmpty();
            assertThat(workload.containers()).isNotEmpty().allSatisfy(container -> {
                Tree context = container.at("securityContext");
                assertThat(context.at("allowPrivilegeEscalation").text()).isEqualTo("false");
                assertThat(context.at("readOnlyRootFilesystem").text()).isEqualTo("true");
                assertThat(context.at("capabilities", "drop").each().map(Tree::text))
                        .containsExactly("ALL");
                assertThat(context.at("capabilities", "add").exists()).isFalse();
                assertThat(context.at("privileged").exists()).isFalse();
            });
            assertThat(workload.spec().at("volumes").each())
                    .as("kinds of volumes that the profile lets through")
                    .allSatisfy(volume -> assertThat(volume.map().keySet())
                            .containsAnyOf("configMap", "secret", "emptyDir", "projected"));
        });
    }

    @ParameterizedTest
    @MethodSource("kcd.deploy.Overlay#all")
    void nothing_of_the_cluster_leaks_into_pods(Overlay overlay) {
        assertThat(overlay.workloads()).allSatisfy(workload -> {
            assertThat(workload.spec().at("enableServiceLinks").text()).isEqualTo("false");
            // The lab writes the gateway's Secrets; that is its part.
            assertThat(workload.spec().at("automountServiceAccountToken").text())
                    .isEqualTo(Boolean.toString(workload.name().equals("lab")));
        });
    }

    @ParameterizedTest
    @MethodSource("kcd.deploy.Overlay#all")
    void images_have_a_version_and_containers_their_resources(Overlay overlay) {
        assertThat(overlay.workloads().flatMap(Workload::containers)).allSatisfy(container -> {
            assertThat(container.at("image").text()).matches(".+:[^:/]+").doesNotEndWith(":latest");
            assertThat(container.at("imagePullPolicy").text()).isEqualTo("IfNotPresent");
            assertThat(container.at("resources", "requests").map()).containsKeys("cpu", "memory");
            assertThat(container.at("resources", "limits").map()).containsKey("memory");
        });
    }

    @ParameterizedTest
    @MethodSource("kcd.deploy.Overlay#all")
    void services_are_probed_on_ports_they_have(Overlay overlay) {
        assertThat(overlay.services())
                .allSatisfy(service -> assertThat(
                                service.spec().at("containers").each())
                        .singleElement()
                        .satisfies(container -> {
                            for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                                assertThat(container
                                                .at(probe, "httpGet", "port")
                                                .text())
                                        .isEqualTo("management");
                            }
                            assertThat(service.portNames()).contains("management");
                        }));
    }

    @ParameterizedTest
    @MethodSource("kcd.deploy.Overlay#all")
    void the_keytab_is_in_the_broker_alone_and_in_preflight_while_it_looks(Overlay overlay) {
        // When
        Map<Boolean, List<Workload>> byKeytab = overlay.workloads()
                .collect(
                        Collectors.partitioningBy(workload -> workload.secrets().contains("service-account-keytab")));

        // Then
        assertThat(byKeytab.get(true))
                .allSatisfy(workload -> assertThat(workload.name()).isIn("ticket-broker", "preflight"));
        assertThat(overlay.services().filter(workload -> workload.name().equals("ticket-broker")))
                .allSatisfy(broker -> assertThat(byKeytab.get(true)).contains(broker));
    }

    @ParameterizedTest
    @MethodSource("kcd.deploy.Overlay#all")
    void secrets_are_readable_by_owner_and_group_only(Overlay overlay) {
        assertThat(overlay.workloads()
                        .flatMap(workload -> workload.spec().at("volumes").each())
                        .filter(volume -> volume.at("secret").exists()))
                .allSatisfy(volume ->
                        assertThat(volume.at("secret", "defaultMode").number()).isEqualTo(OWNER_AND_GROUP_READ));
        assertThat(overlay.workloads()
                        .flatMap(Workload::containers)
                        .flatMap(container -> container.at("env").each())
                        .filter(variable ->
                                variable.at("valueFrom", "secretKeyRef").exists()))
                .as("a variable shows in a process list and a core dump; a file does not")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kcd.deploy.Overlay#all")
    void selectors_find_their_pods(Overlay overlay) {
        assertThat(overlay.kind("Deployment"))
                .allSatisfy(deployment -> assertThat(new Workload(deployment).labels())
                        .containsAllEntriesOf(
                                deployment.at("spec", "selector", "matchLabels").map()));
        assertThat(overlay.kind("Service")).allSatisfy(service -> {
            List<Workload> pods = overlay.workloads()
                    .filter(workload ->
                            workload.isSelectedBy(service.at("spec", "selector").map()))
                    .toList();
            assertThat(pods).hasSize(1);
            assertThat(pods.getFirst().portNames())
                    .containsAll(service.at("spec", "ports")
                            .each()
                            .map(port -> port.at("targetPort").text())
                            .toList());
        });
        assertThat(overlay.kind("PodDisruptionBudget"))
                .allSatisfy(budget -> assertThat(overlay.workloads()
                                .filter(workload -> workload.isSelectedBy(budget.at("spec", "selector", "matchLabels")
                                        .map())))
                        .hasSize(1));
        assertThat(overlay.kind("HorizontalPodAutoscaler")).allSatisfy(autoscaler -> {
            Tree target = overlay.find(
                            "Deployment",
                            autoscaler.at("spec", "scaleTargetRef", "name").text())
                    .orElseThrow();
            assertThat(target.at("spec", "replicas").exists())
                    .as("replicas are the autoscaler's business")
                    .isFalse();
        });
    }

    @Test
    void edges_find_every_broker() {
        assertThat(Stream.of("demo", "production").map(Overlay::of))
                .allSatisfy(overlay -> assertThat(overlay.find("Service", "ticket-broker")
                                .orElseThrow()
                                .at("spec", "clusterIP")
                                .text())
                        .isEqualTo("None"));
    }

    @Test
    void the_lab_may_write_what_the_gateway_needs_and_read_nothing() {
        // Given
        Overlay demo = Overlay.of("demo");
        Tree role = demo.find("Role", "lab").orElseThrow();

        // When
        Set<String> written = role.at("rules")
                .each()
                .flatMap(rule -> rule.at("resourceNames").each())
                .map(Tree::text)
                .collect(Collectors.toSet());

        // Then
        assertThat(role.at("rules")
                        .each()
                        .flatMap(rule -> rule.at("verbs").each())
                        .map(Tree::text))
                .containsOnly("create", "patch");
        assertThat(demo.services().flatMap(service -> service.secrets().stream()))
                .allMatch(written::contains);
    }
}
