package kcd.kerberos.failure;

import static org.assertj.core.api.Assertions.assertThat;

import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemediesTest {
    private static final Realm HOME = new Realm("A.TEST");
    private static final Realm OTHER = new Realm("B.TEST");
    private static final Principal SERVICE = Principal.parse("svc@A.TEST");
    private static final Principal ALICE = Principal.parse("alice@A.TEST");
    private static final ServicePrincipalName MAIL = ServicePrincipalName.parse("HTTP/mail.a.test");
    private static final Parties PARTIES = Parties.of(SERVICE, ALICE, MAIL);

    @Test
    void the_delegation_list_is_mended_by_a_line_with_the_real_names() {
        assertThat(new KerberosFailure.DelegationNotAllowed(badOption(HOME)).remedy(PARTIES))
                .contains("\n  Set-ADUser -Identity 'svc' -Server a.test"
                        + " -Add @{'msDS-AllowedToDelegateTo'='HTTP/mail.a.test'}\n");
    }

    @Test
    void in_another_domain_the_targets_own_list_is_what_counts() {
        assertThat(new KerberosFailure.DelegationNotAllowed(badOption(OTHER)).remedy(PARTIES))
                .contains("(servicePrincipalName=HTTP/mail.a.test)' -Server b.test")
                .contains("-PrincipalsAllowedToDelegateToAccount (Get-ADUser -Identity 'svc' -Server a.test)")
                .doesNotContain("msDS-AllowedToDelegateTo");
    }

    @Test
    void whichever_key_lacks_aes_is_made_anew() {
        assertThat(mismatch(Attempt.Step.AUTHENTICATE))
                .contains("\n  Set-ADUser -Identity 'svc' -Server a.test -KerberosEncryptionType AES128,AES256")
                .contains("\n  Set-ADAccountPassword -Identity 'svc' -Server a.test -Reset")
                .doesNotContain("trust");
        assertThat(mismatch(Attempt.Step.S4U2PROXY))
                .contains("(servicePrincipalName=HTTP/mail.a.test)' -Server a.test")
                .contains("-Identity TARGET -KerberosEncryptionType AES128,AES256")
                .doesNotContain("'svc'");
        assertThat(mismatch(Attempt.Step.CROSS_REALM))
                .contains("ksetup /setenctypeattr")
                .doesNotContain("Set-AD");
    }

    private static String mismatch(Attempt.Step step) {
        Attempt attempt = new Attempt(step, "something", HOME, ErrorCode.ETYPE_NOSUPP, null, null);
        return new KerberosFailure.EncryptionTypeMismatch(attempt).remedy(PARTIES);
    }

    @Test
    void a_disabled_account_is_enabled_a_locked_one_unlocked() {
        assertThat(revoked(NtStatus.ACCOUNT_DISABLED))
                .contains("\n  Enable-ADAccount -Identity 'alice' -Server a.test");
        assertThat(revoked(NtStatus.ACCOUNT_LOCKED_OUT))
                .contains("\n  Unlock-ADAccount -Identity 'alice' -Server a.test");
    }

    @Test
    void an_account_known_by_its_upn_only_is_looked_up_by_it() {
        Principal enterprise = new Principal(PrincipalName.enterprise("alice@corp.example"), HOME);
        assertThat(new KerberosFailure.UserNotDelegable(badOption(HOME)).remedy(Parties.of(SERVICE, enterprise)))
                .contains("(Get-ADUser -Filter \"UserPrincipalName -eq 'alice@corp.example'\" -Server a.test)");
    }

    @Test
    void an_unregistered_target_is_looked_for_and_registered() {
        assertThat(new KerberosFailure.TargetUnknown(badOption(HOME)).remedy(PARTIES))
                .contains("\n  setspn -F -Q HTTP/mail.a.test\n")
                .contains("\n  setspn -S HTTP/mail.a.test ACCOUNT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "al'; Remove-ADUser bob; '",
                "al\u2019; Remove-ADUser bob; \u2018",
                "$(Remove-ADUser bob)",
                "a\"b",
                "a`b",
                "-Confirm",
                "a b",
                "a\nb"
            })
    void a_name_that_a_shell_could_run_never_gets_into_a_command(String name) {
        // Given
        Principal hostile = new Principal(PrincipalName.principal(name), HOME);

        // When
        String remedy = new KerberosFailure.UserUnknown(badOption(HOME)).remedy(Parties.of(SERVICE, hostile))
                + new KerberosFailure.UserNotDelegable(badOption(HOME)).remedy(Parties.of(SERVICE, hostile));

        // Then
        assertThat(remedy).doesNotContain(name).contains("-Identity 'USER'");
    }

    @Test
    void without_names_the_commands_have_placeholders() {
        assertThat(new KerberosFailure.DelegationNotAllowed(badOption(HOME)).remedy())
                .contains("-Identity SERVICE")
                .contains("'SPN'");
    }

    private static String revoked(NtStatus status) {
        return new KerberosFailure.UserRevoked(new Attempt(
                        Attempt.Step.S4U2SELF, "for alice", HOME, ErrorCode.CLIENT_REVOKED, status.value(), null))
                .remedy(PARTIES);
    }

    private static Attempt badOption(Realm realm) {
        return new Attempt(Attempt.Step.S4U2PROXY, "to " + MAIL, realm, ErrorCode.BADOPTION, null, null);
    }
}
