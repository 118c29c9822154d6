package kcd.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import kcd.kerberos.exchange.PasswordKeys;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.gss.TokenFactory;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Kerberos flow that MIT's clients are checked with, through our engine: the same end, the same error code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConformanceSuite {
    /** The directory's own flows are no business of the Kerberos engine. */
    private static final Set<String> DIRECTORY = Set.of("certificate", "alt-security");

    private final Bed bed;

    ConformanceSuite(Bed bed) {
        this.bed = bed;
    }

    Stream<Flow> flows() throws IOException {
        return Flow.all(bed).stream().filter(flow -> !DIRECTORY.contains(flow.kind()));
    }

    @ParameterizedTest
    @MethodSource("flows")
    void comes_to_the_same_end_as_the_reference_client(Flow flow) throws Exception {
        assertThat(outcome(flow)).isEqualTo(flow.expected());
    }

    @Test
    void knows_every_kind_of_flow() throws IOException {
        List<String> kinds = Flow.all(bed).stream().map(Flow::kind).distinct().toList();
        assertThat(kinds)
                .isSubsetOf(
                        "self",
                        "proxy",
                        "holder",
                        "password",
                        "wrong-password",
                        "http",
                        "https",
                        "certificate",
                        "alt-security");
    }

    @Test
    void a_cold_mint_with_a_warm_tgt_costs_two_round_trips() throws Exception {
        // Given
        Engine engine = Engine.byKeytab(bed, "SVC_awseg@WORLDWIDE.TEST");
        engine.tgt(new Realm("WORLDWIDE.TEST"));
        int before = engine.exchanges();

        // When
        engine.delegate("alice@WORLDWIDE.TEST", "HTTP/exch.worldwide.test");

        // Then
        assertThat(engine.exchanges() - before).isEqualTo(2);
    }

    @Test
    void a_password_does_what_a_keytab_does() throws Exception {
        // Given
        Principal account = Principal.parse("SVC_awseg@WORLDWIDE.TEST");
        Engine engine = new Engine(
                bed, account, new PasswordKeys(account, bed.password(account).toCharArray()));

        // When
        var ticket = engine.delegate("alice@WORLDWIDE.TEST", "HTTP/exch.worldwide.test");

        // Then
        assertThat(ticket.user()).hasToString("alice@WORLDWIDE.TEST");
    }

    private String outcome(Flow flow) throws Exception {
        try {
            return switch (flow.kind()) {
                case "self" -> {
                    Engine.byKeytab(bed, flow.service()).impersonate(flow.user());
                    yield "ok";
                }
                case "proxy" -> {
                    Engine.byKeytab(bed, flow.service()).delegate(flow.user(), flow.target());
                    yield "ok";
                }
                case "holder" ->
                    Engine.byKeytab(bed, flow.service())
                            .impersonateHolder(bed.certificate(Principal.parse(flow.user())))
                            .user()
                            .toString();
                case "password" -> logon(flow.user(), bed.password(Principal.parse(flow.user())));
                case "wrong-password" -> logon(flow.user(), "not the password");
                case "http", "https" -> web(flow);
                default -> throw new IllegalArgumentException("a flow of kind " + flow.kind());
            };
        } catch (KerberosException e) {
            return String.valueOf(e.failure().attempt().errorCode());
        }
    }

    private String logon(String user, String password) throws KerberosException {
        Principal account = Principal.parse(user);
        new Engine(bed, account, new PasswordKeys(account, password.toCharArray())).tgt(account.realm());
        return "ok";
    }

    private String web(Flow flow) throws Exception {
        Engine engine = Engine.byKeytab(bed, flow.service());
        boolean anonymous = flow.user().equals("-");
        Realm realm = realmOf(ServicePrincipalName.parse(flow.target()));
        Apache apache = new Apache(bed, new TokenFactory(Clock.systemUTC(), new SecureRandom()));
        return apache.answer(
                flow.kind().equals("https"),
                realm,
                anonymous ? Optional.empty() : Optional.of(engine.delegate(flow.user(), flow.target())));
    }

    private Realm realmOf(ServicePrincipalName target) {
        return bed.realms().stream()
                .filter(realm -> bed.realm(realm, "web.host").equals(target.host()))
                .findFirst()
                .orElseThrow();
    }
}
