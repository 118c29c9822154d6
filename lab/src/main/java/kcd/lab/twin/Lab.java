package kcd.lab.twin;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import kcd.lab.crl.LabCrlHost;
import kcd.lab.forest.DemoForest;
import kcd.lab.forest.LabDomain;
import kcd.lab.forest.LabForest;
import kcd.lab.kdc.LabKdcs;
import kcd.lab.ldap.LabDirectory;
import kcd.lab.net.LabPlace;
import kcd.lab.pki.LabPki;
import kcd.lab.pki.LabTls;
import kcd.lab.upstream.BoundTokenJudge;
import kcd.lab.upstream.ExchangeSettings;
import kcd.lab.upstream.JdkTokenJudge;
import kcd.lab.upstream.KeytabBindingReader;
import kcd.lab.upstream.LabExchange;
import kcd.lab.upstream.TlsServerEndPoint;
import kcd.lab.upstream.TokenJudge;
import kcd.pki.workshop.Credential;

/// The company of [DemoForest], running on free loopback ports or at another [LabPlace].
public final class Lab implements AutoCloseable {

    /// The revocation list's name at its host.
    public static final String CRL = "device-ca.crl";

    private static final String EXCHANGE_ACCOUNT = "exchsvc";

    private final Path directory;
    private final LabForest forest;
    private final LabPki pki;
    private final LabKdcs kdcs;
    private final LabCrlHost crlHost;
    private final LabExchange exchange;
    private final Map<String, LabDirectory> directories = new LinkedHashMap<>();

    /// @param directory for PEM files, keytabs and `krb5.conf`; its owner's alone
    public Lab(Path directory, ExchangeSettings exchangeSettings) throws IOException {
        this(directory, exchangeSettings, LabPlace.LOOPBACK);
    }

    public Lab(Path directory, ExchangeSettings exchangeSettings, LabPlace place) throws IOException {
        this.directory = directory;
        this.forest = DemoForest.create();
        this.pki = new LabPki(directory);
        this.kdcs = LabKdcs.start(forest, Clock.systemUTC(), place);
        kdcs.writeKrb5Conf(krb5Conf());
        this.crlHost = new LabCrlHost(place.crlHost());
        publishRevocations();
        this.exchange = startExchange(exchangeSettings, place);
        startDirectories(place);
    }

    private LabExchange startExchange(ExchangeSettings settings, LabPlace place) throws IOException {
        Credential credential = pki.servers().server("localhost", "exch.worldwide.lab", LabPlace.SERVICE);
        LabDomain domain = forest.domain(DemoForest.ROOT);
        Path keytab = kdcs.writeKeytab(directory.resolve("exchange.keytab"), domain.realm(), EXCHANGE_ACCOUNT);
        TokenJudge judge = new BoundTokenJudge(
                new JdkTokenJudge(keytab),
                new KeytabBindingReader(kdcs.keys().of(domain, domain.account(EXCHANGE_ACCOUNT))),
                settings.extendedProtection(),
                new TlsServerEndPoint(credential.certificate()));
        return new LabExchange(LabTls.server(credential), judge, settings, place.exchange());
    }

    private void startDirectories(LabPlace place) throws IOException {
        SSLContext tls = LabTls.server(pki.servers().server("localhost", LabPlace.SERVICE));
        try {
            for (LabDomain domain : forest.domains()) {
                directories.put(domain.realm(), LabDirectory.start(domain, tls, place.directory(directories.size())));
            }
        } catch (LDAPException | LDIFException e) {
            throw new IOException("a directory does not start", e);
        }
    }

    public LabForest forest() {
        return forest;
    }

    public LabPki pki() {
        return pki;
    }

    public LabKdcs kdcs() {
        return kdcs;
    }

    public LabCrlHost crlHost() {
        return crlHost;
    }

    public LabExchange exchange() {
        return exchange;
    }

    /// A domain's directory.
    public LabDirectory directory(String realm) {
        LabDirectory found = directories.get(realm);
        if (found == null) {
            throw new IllegalArgumentException("no directory of " + realm);
        }
        return found;
    }

    /// For MIT's tools: `KRB5_CONFIG`.
    public Path krb5Conf() {
        return directory.resolve("krb5.conf");
    }

    /// Revokes a device's certificate; the list at the host is new when this returns.
    public void revoke(X509Certificate certificate) {
        pki.revocations().revoke(certificate);
        publishRevocations();
    }

    /// Puts a new list at its host; one is good for a week.
    public void publishRevocations() {
        crlHost.publish(CRL, pki.revocations().issue());
    }

    @Override
    public void close() throws IOException {
        directories.values().forEach(LabDirectory::close);
        exchange.close();
        crlHost.close();
        kdcs.close();
    }
}
