package kcd.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the module map of the README promises, held against the classes of every module. */
class ArchitectureTest {
    private static final String[] FRAMEWORKS = {
        "io.quarkus..",
        "io.vertx..",
        "io.netty..",
        "io.grpc..",
        "io.smallrye..",
        "jakarta..",
        "com.unboundid..",
        "org.eclipse.microprofile..",
        "kcd.ticket..",
        "kcd.revocation.."
    };
    private static final String[] SERVICES = {"kcd.edge..", "kcd.broker..", "kcd.crl.."};

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("kcd");

    @Test
    void every_module_is_looked_at() {
        Set<String> modules = ALL.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("kcd."))
                .map(name -> name.split("\\.")[1])
                .collect(Collectors.toSet());
        assertThat(modules).contains("pki", "kerberos", "service", "edge", "broker", "crl", "cli", "preflight", "lab");
    }

    @Test
    void only_the_wire_package_sees_kerby() {
        noClasses()
                .that()
                .resideOutsideOfPackage("kcd.kerberos.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kerby..")
                .check(ALL);
    }

    @Test
    void pki_and_kerberos_know_no_framework() {
        noClasses()
                .that()
                .resideInAnyPackage("kcd.pki..", "kcd.kerberos..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .check(ALL);
    }

    @Test
    void pki_and_kerberos_do_not_know_each_other() {
        noClasses()
                .that()
                .resideInAPackage("kcd.pki..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("kcd.kerberos..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("kcd.kerberos..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("kcd.pki..")
                .check(ALL);
    }

    @Test
    void services_do_not_know_each_other() {
        for (String service : SERVICES) {
            String[] others = Set.of(SERVICES).stream()
                    .filter(other -> !other.equals(service))
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(service)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(ALL);
        }
    }

    @Test
    void the_cli_knows_the_services_by_their_contracts_alone() {
        noClasses()
                .that()
                .resideInAPackage("kcd.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "kcd.edge..", "kcd.broker..", "kcd.crl..", "kcd.kerberos..", "io.quarkus..", "io.vertx..")
                .check(ALL);
    }

    @Test
    void nothing_knows_preflight() {
        noClasses()
                .that()
                .resideOutsideOfPackage("kcd.preflight..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("kcd.preflight..")
                .check(ALL);
    }

    @Test
    void the_edge_never_sees_kerberos() {
        noClasses()
                .that()
                .resideInAnyPackage("kcd.edge..", "kcd.crl..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("kcd.kerberos..")
                .because("keys and tickets never leave the broker")
                .check(ALL);
    }

    @Test
    void nothing_but_the_lab_uses_the_jdks_kerberos() {
        noClasses()
                .that()
                .resideOutsideOfPackage("kcd.lab..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.ietf.jgss..", "javax.security.auth.kerberos..", "javax.security.auth.login..")
                .check(ALL);
    }

    @Test
    void nothing_that_ships_knows_the_lab() {
        noClasses()
                .that()
                .resideOutsideOfPackage("kcd.lab..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("kcd.lab..")
                .check(ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kerberos", "pki", "broker", "crl", "edge", "lab"})
    void packages_of_a_module_form_no_cycles(String module) {
        slices().matching("kcd." + module + ".(*)..").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void every_package_is_null_marked() {
        Set<String> unmarked = ALL.stream()
                .filter(c -> !c.getPackageName().matches("kcd\\.(ticket|revocation)\\.v1.*"))
                .map(JavaClass::getPackage)
                .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                .map(p -> p.getName())
                .filter(name -> !name.equals("kcd"))
                .collect(Collectors.toSet());
        assertThat(unmarked).isEmpty();
    }

    @Test
    void clocks_are_given_not_taken() {
        noClasses()
                .that()
                .resideInAnyPackage("kcd.pki..", "kcd.kerberos..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(ALL);
        classes().that().haveSimpleName("Kdc").should().beInterfaces().check(ALL);
    }
}
