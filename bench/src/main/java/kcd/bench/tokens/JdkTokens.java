package kcd.bench.tokens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.name.Principal;
import kcd.kerberos.ticket.Credential;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.Oid;

/** Tokens by the JDK's GSS-API, from a subject that holds the service ticket already. */
final class JdkTokens {
    private static final String SPNEGO = "1.3.6.1.5.5.2";
    private static final String KRB5_NAME = "1.2.840.113554.1.2.2.1";
    private static final int FLAGS = 32;

    private final Subject subject;

    JdkTokens(Enctype enctype) {
        configure();
        Credential service = SampleTicket.of(enctype).credential();
        Credential ticketGranting = SampleTicket.ticketGranting(enctype);
        subject = new Subject(
                true, Set.of(principal(service.client())), Set.of(), Set.of(ticket(ticketGranting), ticket(service)));
    }

    byte[] token() {
        return Subject.callAs(subject, () -> {
            GSSManager manager = GSSManager.getInstance();
            GSSName server = manager.createName(SampleTicket.SPN + "@" + SampleTicket.REALM, new Oid(KRB5_NAME));
            GSSContext context = manager.createContext(server, new Oid(SPNEGO), null, GSSContext.DEFAULT_LIFETIME);
            context.requestMutualAuth(false);
            context.requestCredDeleg(false);
            byte[] token = context.initSecContext(new byte[0], 0, 0);
            context.dispose();
            return token;
        });
    }

    private static KerberosTicket ticket(Credential credential) {
        Date start = Date.from(credential.startTime());
        return new KerberosTicket(
                credential.ticket().der().toArray(),
                principal(credential.client()),
                principal(credential.server()),
                credential.sessionKey().toArray(),
                credential.sessionKey().enctype().number(),
                new boolean[FLAGS],
                start,
                start,
                Date.from(credential.endTime()),
                null,
                null);
    }

    private static KerberosPrincipal principal(Principal principal) {
        return new KerberosPrincipal(principal.toString());
    }

    /** The JDK wants a realm with a KDC, though none is ever asked. */
    private static void configure() {
        try {
            Path config = Files.createTempFile("bench-krb5", ".conf");
            config.toFile().deleteOnExit();
            Files.writeString(config, """
                    [libdefaults]
                     default_realm = %1$s
                     dns_lookup_kdc = false
                     dns_canonicalize_hostname = false
                    [realms]
                     %1$s = {
                      kdc = 127.0.0.1:1
                     }
                    """.formatted(SampleTicket.REALM));
            System.setProperty("java.security.krb5.conf", config.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
