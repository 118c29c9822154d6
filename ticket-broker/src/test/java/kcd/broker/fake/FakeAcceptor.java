package kcd.broker.fake;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.gss.MutualToken;
import kcd.kerberos.gss.TokenFactory;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.wire.ApRep;
import kcd.kerberos.wire.EncApRepPart;
import kcd.kerberos.wire.EncryptedData;
import kcd.kerberos.wire.Ticket;

/** A target service that shares a session key with us, and proves it. Its clock is ours, and stands still between. */
public final class FakeAcceptor {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final EncryptionKey session = EncryptionKey.random(Enctype.AES256_SHA1, RANDOM);
    private final Clock clock;

    public FakeAcceptor(Clock clock) {
        this.clock = clock;
    }

    /** A token for this service, which asks for its proof. */
    public MutualToken token() {
        Principal server = Principal.parse("HTTP/mail.a.test@A.TEST");
        Ticket ticket = Ticket.of(
                server.realm(), PrincipalName.enterprise("any"), new EncryptedData(18, 1, Octets.of(new byte[100])));
        var credential = new Credential(
                ticket,
                Principal.parse("alice@A.TEST"),
                server,
                session,
                0,
                clock.instant(),
                clock.instant().plusSeconds(3_600));
        return new TokenFactory(clock, RANDOM)
                .prepare(new ServiceTicket(ServicePrincipalName.parse("HTTP/mail.a.test"), credential))
                .mutualToken(Optional.empty());
    }

    /** The proof that the token made just now asks for: the clock stands still, so the token's time is known. */
    public Octets proof() {
        Instant now = clock.instant();
        var part = new EncApRepPart(now, micros(now));
        return new ApRep(EncryptedData.of(session, null, KeyUsage.AP_REP, part.encode(), RANDOM)).encode();
    }

    private static int micros(Instant now) {
        int micros = now.getNano() / 1_000;
        return micros < 0x8000 ? micros + 0x8000 : micros;
    }
}
