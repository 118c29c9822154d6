package kcd.bench.tokens;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import kcd.kerberos.gss.GssChecksum;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.ticket.ServiceTicket;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.crypto.EncryptionHandler;
import org.apache.kerby.kerberos.kerb.type.KerberosTime;
import org.apache.kerby.kerberos.kerb.type.ap.ApOptions;
import org.apache.kerby.kerberos.kerb.type.ap.ApReq;
import org.apache.kerby.kerberos.kerb.type.ap.Authenticator;
import org.apache.kerby.kerberos.kerb.type.base.CheckSum;
import org.apache.kerby.kerberos.kerb.type.base.EncryptionKey;
import org.apache.kerby.kerberos.kerb.type.base.KeyUsage;
import org.apache.kerby.kerberos.kerb.type.base.PrincipalName;
import org.apache.kerby.kerberos.kerb.type.ticket.Ticket;

/** AP-REQs as Kerby's own clients make them. Kerby has no SPNEGO, so this contender is let off that. */
final class KerbyTokens {
    private final Ticket ticket = new Ticket();
    private final EncryptionKey session;
    private final PrincipalName client;
    private final byte[] gssChecksum;

    KerbyTokens(ServiceTicket serviceTicket) {
        Credential credential = serviceTicket.credential();
        try {
            ticket.decode(credential.ticket().der().toArray());
        } catch (IOException e) {
            throw new IllegalStateException("Kerby cannot read the ticket", e);
        }
        session = new EncryptionKey(
                credential.sessionKey().enctype().number(),
                credential.sessionKey().toArray());
        client = new PrincipalName(SampleTicket.USER);
        gssChecksum = GssChecksum.of(Optional.empty()).value().toArray();
    }

    byte[] token() throws KrbException, IOException {
        long now = System.currentTimeMillis();
        Authenticator authenticator = new Authenticator();
        authenticator.setAuthenticatorVno(5);
        authenticator.setCrealm(SampleTicket.REALM);
        authenticator.setCname(client);
        authenticator.setCksum(new CheckSum(GssChecksum.TYPE, gssChecksum));
        authenticator.setCtime(new KerberosTime(now));
        authenticator.setCusec((int) (now % 1_000) * 1_000);
        authenticator.setSeqNumber(ThreadLocalRandom.current().nextInt(1 << 30));
        ApReq request = new ApReq();
        request.setApOptions(new ApOptions());
        request.setTicket(ticket);
        request.setEncryptedAuthenticator(
                EncryptionHandler.encrypt(authenticator.encode(), session, KeyUsage.AP_REQ_AUTH));
        return request.encode();
    }
}
