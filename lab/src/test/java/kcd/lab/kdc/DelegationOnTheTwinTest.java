package kcd.lab.kdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Duration;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.failure.NtStatus;
import kcd.kerberos.name.Principal;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.lab.engine.Gateway;
import kcd.lab.forest.AccountFlag;
import kcd.lab.forest.DemoForest;
import kcd.lab.forest.LabDomain;
import kcd.lab.forest.LabForest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The gateway's engine against the twin's KDCs: what a forest allows and what it refuses.
class DelegationOnTheTwinTest {

    private final LabForest forest = DemoForest.create();
    private final Gateway gateway = gateway(DemoForest.GATEWAY + "@" + DemoForest.ROOT, DemoForest.GATEWAY_PASSWORD);

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({
        "alice@worldwide.lab,        HTTP/exch.worldwide.lab,      alice@WORLDWIDE.LAB",
        "ALICE@WorldWide.Lab,        HTTP/exch.worldwide.lab,      alice@WORLDWIDE.LAB",
        "alice.liddell@corp.example, HTTP/exch.worldwide.lab,      alice@WORLDWIDE.LAB",
        "carol@amer.worldwide.lab,   HTTP/exch.worldwide.lab,      carol@AMER.WORLDWIDE.LAB",
        "carol.c@corp.example,       HTTP/exch.worldwide.lab,      carol@AMER.WORLDWIDE.LAB",
        "erik@emea.worldwide.lab,    HTTP/exch.worldwide.lab,      erik@EMEA.WORLDWIDE.LAB",
        "alice@worldwide.lab,        HTTP/exch.amer.worldwide.lab, alice@WORLDWIDE.LAB",
        "carol@amer.worldwide.lab,   HTTP/exch.amer.worldwide.lab, carol@AMER.WORLDWIDE.LAB",
        "erik@emea.worldwide.lab,    HTTP/exch.amer.worldwide.lab, erik@EMEA.WORLDWIDE.LAB",
    })
    void a_ticket_names_the_user_by_account_and_realm(String upn, String spn, String expected) throws Exception {
        // When
        ServiceTicket ticket = gateway.ticket(upn, spn);

        // Then
        assertThat(ticket.credential().client()).hasToString(expected);
    }

    @Test
    void a_child_domain_delegates_for_a_user_of_the_other_child_over_the_root() throws Exception {
        // Given
        Gateway amer = gateway("svc_amer@" + DemoForest.AMER, DemoForest.GATEWAY_PASSWORD);

        // When
        ServiceTicket ticket = amer.ticket("erik@emea.worldwide.lab", DemoForest.AMER_EXCHANGE_SPN);

        // Then
        assertThat(ticket.credential().client()).hasToString("erik@EMEA.WORLDWIDE.LAB");
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource({
        "nobody@worldwide.lab,        HTTP/exch.worldwide.lab,        UserUnknown",
        "nobody@elsewhere.example,    HTTP/exch.worldwide.lab,        UserUnknown",
        "disabled@worldwide.lab,      HTTP/exch.worldwide.lab,        UserRevoked",
        "expired@worldwide.lab,       HTTP/exch.worldwide.lab,        UserRevoked",
        "sensitive@worldwide.lab,     HTTP/exch.worldwide.lab,        UserNotDelegable",
        "protected@worldwide.lab,     HTTP/exch.worldwide.lab,        UserNotDelegable",
        "amersens@amer.worldwide.lab, HTTP/exch.worldwide.lab,        UserNotDelegable",
        "amersens@amer.worldwide.lab, HTTP/exch.amer.worldwide.lab,   UserNotDelegable",
        "alice@worldwide.lab,         HTTP/other.worldwide.lab,       DelegationNotAllowed",
        "alice@worldwide.lab,         HTTP/closed.emea.worldwide.lab, DelegationNotAllowed",
        "alice@worldwide.lab,         HTTP/nowhere.worldwide.lab,     TargetUnknown",
    })
    void a_refusal_is_of_the_kind_that_says_what_to_do(String upn, String spn, String expected) {
        // When
        KerberosException refused = catchThrowableOfType(KerberosException.class, () -> gateway.ticket(upn, spn));

        // Then
        assertThat(refused.failure().getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void the_evidence_of_a_service_without_protocol_transition_cannot_be_forwarded() throws Exception {
        // Given
        Gateway plain = gateway("svc_plain@" + DemoForest.ROOT, DemoForest.GATEWAY_PASSWORD);

        // When
        var evidence = plain.evidence("alice@worldwide.lab");

        // Then
        assertThat(evidence.isForwardable()).isFalse();
        assertThat(gateway.evidence("alice@worldwide.lab").isForwardable()).isTrue();
    }

    @Test
    void both_kinds_of_delegation_on_one_account_are_refused_with_the_status_windows_gives() {
        // Given
        Gateway plain = gateway("svc_plain@" + DemoForest.ROOT, DemoForest.GATEWAY_PASSWORD);

        // When
        KerberosException refused = catchThrowableOfType(
                KerberosException.class, () -> plain.ticket("alice@worldwide.lab", DemoForest.EXCHANGE_SPN));

        // Then
        assertThat(refused.failure().attempt().ntStatus()).isEqualTo(NtStatus.ACCOUNT_RESTRICTION.value());
    }

    @Test
    void a_service_account_without_an_spn_cannot_impersonate() {
        // Given
        LabDomain root = forest.domain(DemoForest.ROOT);
        root.put(root.account(DemoForest.GATEWAY).withServicePrincipalNames());

        // When
        KerberosException refused =
                catchThrowableOfType(KerberosException.class, () -> gateway.evidence("alice@worldwide.lab"));

        // Then
        assertThat(refused.failure()).isInstanceOf(KerberosFailure.ServiceAccountRefused.class);
    }

    @Test
    void a_wrong_password_is_refused_at_once() {
        // Given
        Gateway wrong = gateway(DemoForest.GATEWAY + "@" + DemoForest.ROOT, "wrong");

        // When
        KerberosException refused = catchThrowableOfType(
                KerberosException.class, () -> wrong.client().authenticate());

        // Then
        assertThat(refused.failure()).isInstanceOf(KerberosFailure.ServiceAccountRefused.class);
    }

    @Test
    void disabling_the_service_account_ends_its_live_tickets() throws Exception {
        // Given
        gateway.ticket("alice@worldwide.lab", DemoForest.EXCHANGE_SPN);
        LabDomain root = forest.domain(DemoForest.ROOT);
        root.put(root.account(DemoForest.GATEWAY).with(AccountFlag.DISABLED));

        // When
        KerberosException refused = catchThrowableOfType(
                KerberosException.class, () -> gateway.ticket("bob@worldwide.lab", DemoForest.EXCHANGE_SPN));

        // Then
        assertThat(refused.failure().attempt().errorCode()).isEqualTo(18);
    }

    @Test
    void a_client_whose_clock_is_off_learns_the_controllers_time() throws Exception {
        // Given
        Gateway ahead = new Gateway(
                Principal.parse(DemoForest.GATEWAY + "@" + DemoForest.ROOT),
                DemoForest.GATEWAY_PASSWORD,
                Gateway.inMemory(forest, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(20))));

        // When
        ServiceTicket ticket = ahead.ticket("alice@worldwide.lab", DemoForest.EXCHANGE_SPN);

        // Then
        assertThat(ticket.credential().client()).hasToString("alice@WORLDWIDE.LAB");
    }

    private Gateway gateway(String account, String password) {
        return new Gateway(Principal.parse(account), password, Gateway.inMemory(forest, Clock.systemUTC()));
    }
}
