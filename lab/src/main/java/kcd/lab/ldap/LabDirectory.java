package kcd.lab.ldap;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldif.LDIFException;
import java.net.InetSocketAddress;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import kcd.lab.forest.Account;
import kcd.lab.forest.LabDomain;
import kcd.lab.net.LabPlace;

/// A domain's directory, or a global catalog of several, over LDAPS and over LDAP with StartTLS: the accounts under
/// `CN=Users`, each able to bind by its DN.
///
/// Unlike Active Directory it offers no bitwise matching rules, and `userCertificate;binary` finds nothing here, too.
public final class LabDirectory implements AutoCloseable {

    private static final String LDAPS = "ldaps";
    private static final String LDAP = "ldap";
    static final int MAX_CONNECTIONS = 100;
    static final int MAX_SEARCH_RESULTS = 1_000;

    private final List<LabDomain> domains;
    private final InMemoryDirectoryServer server;

    private LabDirectory(List<LabDomain> domains, InMemoryDirectoryServer server) {
        this.domains = List.copyOf(domains);
        this.server = server;
    }

    /// Listens on a free loopback port and loads the domain's accounts.
    public static LabDirectory start(LabDomain domain, SSLContext tls) throws LDAPException, LDIFException {
        return start(domain, tls, LabPlace.LOOPBACK.directory(0));
    }

    /// @param at where to listen; port 0 for a free one
    public static LabDirectory start(LabDomain domain, SSLContext tls, InetSocketAddress at)
            throws LDAPException, LDIFException {
        return start(List.of(domain), tls, at);
    }

    /// Several domains at once, on a free loopback port.
    public static LabDirectory startGlobalCatalog(List<LabDomain> domains, SSLContext tls)
            throws LDAPException, LDIFException {
        return start(domains, tls, LabPlace.LOOPBACK.directory(0));
    }

    private static LabDirectory start(List<LabDomain> domains, SSLContext tls, InetSocketAddress at)
            throws LDAPException, LDIFException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(
                domains.stream().map(LabDomain::baseDn).toArray(String[]::new));
        config.setSchema(DirectorySchema.create());
        config.setEqualityIndexAttributes("userCertificate", "sAMAccountName", "userPrincipalName");
        // Like Active Directory: who has not bound sees nothing.
        config.setAuthenticationRequiredOperationTypes(OperationType.SEARCH, OperationType.COMPARE);
        config.setMaxConnections(MAX_CONNECTIONS);
        config.setMaxSizeLimit(MAX_SEARCH_RESULTS);
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPSConfig(
                        LDAPS, at.getAddress(), at.getPort(), tls.getServerSocketFactory(), tls.getSocketFactory()),
                InMemoryListenerConfig.createLDAPConfig(LDAP, at.getAddress(), 0, tls.getSocketFactory()));
        InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
        LabDirectory directory = new LabDirectory(domains, server);
        directory.load();
        server.startListening();
        return directory;
    }

    public int port() {
        return server.getListenPort(LDAPS);
    }

    /// Of LDAP without TLS, until StartTLS.
    public int plainPort() {
        return server.getListenPort(LDAP);
    }

    /// Gives an account's entry an attribute that the domain model does not know; gone with the next [#refresh].
    public void set(LabDomain domain, String account, String attribute, byte[]... values) throws LDAPException {
        server.modify(dn(domain, account), new Modification(ModificationType.REPLACE, attribute, values));
    }

    /// The DN an account binds with.
    public static String dn(LabDomain domain, String account) {
        return new RDN("CN", account) + ",CN=Users," + domain.baseDn();
    }

    /// Brings the directory up to the domain model after a test changed it.
    public void refresh() throws LDAPException, LDIFException {
        server.clear();
        load();
    }

    private void load() throws LDAPException, LDIFException {
        for (LabDomain domain : domains) {
            load(domain);
        }
    }

    private void load(LabDomain domain) throws LDAPException, LDIFException {
        String firstLabel = domain.dnsName().split("\\.", 2)[0];
        server.add("dn: " + domain.baseDn(), "objectClass: top", "objectClass: domain", "dc: " + firstLabel);
        server.add(
                "dn: CN=Users," + domain.baseDn(), "objectClass: top", "objectClass: applicationProcess", "cn: Users");
        for (Account account : domain.accounts()) {
            server.add(entry(domain, account));
        }
    }

    private static Entry entry(LabDomain domain, Account account) throws LDAPException {
        Entry entry = new Entry(new DN(dn(domain, account.name())));
        entry.addAttribute("objectClass", "top", "user");
        entry.addAttribute("objectCategory", "person");
        entry.addAttribute("cn", account.name());
        entry.addAttribute("sn", account.name());
        entry.addAttribute("sAMAccountName", account.name());
        entry.addAttribute("userPassword", account.password());
        entry.addAttribute("userAccountControl", Integer.toString(account.userAccountControl()));
        account.userPrincipalName().ifPresent(upn -> entry.addAttribute("userPrincipalName", upn));
        account.servicePrincipalNames().forEach(spn -> entry.addAttribute("servicePrincipalName", spn));
        for (X509Certificate certificate : account.certificates()) {
            try {
                entry.addAttribute("userCertificate", certificate.getEncoded());
            } catch (CertificateEncodingException e) {
                throw new IllegalArgumentException("a certificate without an encoding", e);
            }
        }
        return entry;
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}
