package kcd.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.keytab.InvalidKeytabException;
import kcd.kerberos.keytab.Keytab;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.lab.pki.LabTls;
import kcd.lab.upstream.BoundTokenJudge;
import kcd.lab.upstream.ExchangeSettings;
import kcd.lab.upstream.ExtendedProtection;
import kcd.lab.upstream.JdkTokenJudge;
import kcd.lab.upstream.KeytabBindingReader;
import kcd.lab.upstream.LabExchange;
import kcd.lab.upstream.TlsServerEndPoint;
import kcd.pki.workshop.Credential;

/**
 * An IIS-like server with the key of one of the bed's web servers and Extended Protection, which Apache cannot do. What it
 * takes for its own certificate and the one it shows may differ, as behind a device that ends TLS.
 */
final class ProtectedExchange implements AutoCloseable {
    private static final Realm HOME = new Realm("WORLDWIDE.TEST");

    private final LabExchange exchange;

    ProtectedExchange(Bed bed, Credential shown, Credential own) throws IOException, InvalidKeytabException {
        this(bed, HOME, ExtendedProtection.REQUIRE, shown, own);
    }

    /** In the place of that realm's web server. */
    ProtectedExchange(Bed bed, Realm realm, ExtendedProtection mode, Credential shown, Credential own)
            throws IOException, InvalidKeytabException {
        System.setProperty("java.security.krb5.conf", bed.get("krb5.conf"));
        Path keytab = bed.keytabFile(Principal.parse("exchsvc@" + realm));
        Principal service = Principal.parse(bed.realm(realm, "web.spn") + "@" + realm);
        var key = Keytab.parse(Files.readAllBytes(keytab)).keys(service, Enctype.AES256_SHA1).stream()
                .findFirst()
                .orElseThrow();
        var judge = new BoundTokenJudge(
                new JdkTokenJudge(keytab),
                new KeytabBindingReader(key.key()),
                mode,
                new TlsServerEndPoint(own.certificate()));
        exchange = new LabExchange(LabTls.server(shown), judge, ExchangeSettings.LIKE_IIS);
    }

    String url() {
        return "https://localhost:" + exchange.port();
    }

    @Override
    public void close() throws IOException {
        exchange.close();
    }
}
