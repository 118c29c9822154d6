package kcd.lab.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;
import java.util.Optional;
import kcd.lab.forest.Account;
import kcd.lab.forest.AccountFlag;
import kcd.lab.forest.DemoForest;
import kcd.lab.forest.LabDomain;
import kcd.lab.pki.LabTls;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.TestCa;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LabDirectoryTest {

    private final TestCa ca = CertificateWorkshop.now().root("Directory CA");
    private final LabDomain domain = DemoForest.create().domain(DemoForest.AMER);
    private LabDirectory directory;

    @BeforeEach
    void start() throws Exception {
        directory = LabDirectory.start(domain, LabTls.server(ca.server("localhost")));
    }

    @AfterEach
    void close() {
        directory.close();
    }

    @Test
    void finds_a_certificate_octet_for_octet_among_look_alikes() throws Exception {
        // Given
        Credential carols = ca.user("carol@amer.worldwide.lab");
        domain.put(domain.account("carol").withCertificate(carols.certificate()));
        for (int i = 0; i < 50; i++) {
            domain.put(Account.of("u" + i, "Pw")
                    .withCertificate(ca.user("u" + i + "@x").certificate()));
        }
        directory.refresh();

        // When
        List<SearchResultEntry> found;
        try (LDAPConnection connection = bound("svc_amer", DemoForest.GATEWAY_PASSWORD)) {
            found = search(
                    connection,
                    Filter.createEqualityFilter(
                            "userCertificate", carols.certificate().getEncoded()));
        }

        // Then
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().getAttributeValue("sAMAccountName")).isEqualTo("carol");
        assertThat(found.getFirst().getAttributeValue("userPrincipalName")).isEqualTo("carol.c@corp.example");
    }

    @Test
    void finds_names_without_regard_to_case_and_shows_the_account_control_bits() throws Exception {
        // Given
        domain.put(domain.account("carol").with(AccountFlag.DISABLED));
        directory.refresh();

        // When
        List<SearchResultEntry> found;
        try (LDAPConnection connection = bound("svc_amer", DemoForest.GATEWAY_PASSWORD)) {
            found = search(connection, Filter.createEqualityFilter("userPrincipalName", "CAROL.C@corp.EXAMPLE"));
        }

        // Then
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().getAttributeValueAsInteger("userAccountControl"))
                .isEqualTo(0x202);
    }

    @Test
    void tells_nothing_to_who_has_not_bound() throws Exception {
        try (LDAPConnection connection = connection()) {
            assertThatThrownBy(() -> search(connection, Filter.createPresenceFilter("cn")))
                    .isInstanceOf(LDAPException.class);
        }
    }

    @Test
    void refuses_a_wrong_password() {
        assertThatThrownBy(() -> bound("svc_amer", "wrong"))
                .isInstanceOfSatisfying(
                        LDAPException.class,
                        e -> assertThat(e.getResultCode()).isEqualTo(ResultCode.INVALID_CREDENTIALS));
    }

    private List<SearchResultEntry> search(LDAPConnection connection, Filter filter) throws LDAPException {
        return connection.search(domain.baseDn(), SearchScope.SUB, filter).getSearchEntries();
    }

    private LDAPConnection bound(String account, String password) throws LDAPException {
        LDAPConnection connection = connection();
        connection.bind(LabDirectory.dn(domain, account), password);
        return connection;
    }

    private LDAPConnection connection() throws LDAPException {
        return new LDAPConnection(
                LabTls.client(Optional.empty(), ca.certificate()).getSocketFactory(), "localhost", directory.port());
    }
}
