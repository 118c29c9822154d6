package kcd.kerberos.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.keytab.Keytab;
import kcd.kerberos.keytab.KeytabEntry;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.kerberos.pac.Pac;
import kcd.kerberos.pac.PacWriter;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.ticket.TicketGrantingTicket;
import kcd.kerberos.wire.ApReq;
import kcd.kerberos.wire.Authenticator;
import kcd.kerberos.wire.AuthorizationData;
import kcd.kerberos.wire.EncKdcReplyPart;
import kcd.kerberos.wire.EncTicketPart;
import kcd.kerberos.wire.EncryptedData;
import kcd.kerberos.wire.KdcReply;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.Ticket;
import org.junit.jupiter.api.Test;

/** The PAC in the evidence is verified under our own key before anyone sees it. */
class EvidencePacTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Principal SERVICE = Principal.parse("svc@A.EXAMPLE");
    private static final Principal USER = Principal.parse("alice@A.EXAMPLE");
    private static final EncryptionKey SERVICE_KEY = EncryptionKey.random(Enctype.AES256_SHA1, RANDOM);
    private static final EncryptionKey TGT_KEY = EncryptionKey.random(Enctype.AES256_SHA1, RANDOM);

    @Test
    void a_signed_pac_comes_with_the_evidence() throws Exception {
        // Given
        byte[] pac = PacWriter.pac(NOW, "alice").sign(SERVICE_KEY);

        // When
        Optional<Pac> found = impersonate(Optional.of(pac));

        // Then
        assertThat(found.orElseThrow().client().name()).isEqualTo("alice");
    }

    @Test
    void a_pac_signed_with_another_key_is_a_violation() {
        // Given
        byte[] pac = PacWriter.pac(NOW, "alice").sign(EncryptionKey.random(Enctype.AES256_SHA1, RANDOM));

        // Then
        assertThatThrownBy(() -> impersonate(Optional.of(pac)))
                .hasMessageContaining("not signed")
                .asInstanceOf(type(KerberosException.class))
                .extracting(KerberosException::failure)
                .isInstanceOf(KerberosFailure.ProtocolViolation.class);
    }

    @Test
    void a_pac_of_another_user_is_a_violation() {
        // Given
        byte[] pac = PacWriter.pac(NOW, "mallory").sign(SERVICE_KEY);

        // Then
        assertThatThrownBy(() -> impersonate(Optional.of(pac)))
                .asInstanceOf(type(KerberosException.class))
                .extracting(KerberosException::failure)
                .isInstanceOf(KerberosFailure.ProtocolViolation.class);
    }

    @Test
    void a_malformed_pac_is_a_violation() {
        assertThatThrownBy(() -> impersonate(Optional.of(new byte[] {1, 2, 3})))
                .asInstanceOf(type(KerberosException.class))
                .extracting(KerberosException::failure)
                .isInstanceOf(KerberosFailure.ProtocolViolation.class);
    }

    @Test
    void evidence_may_come_without_a_pac() throws Exception {
        assertThat(impersonate(Optional.empty())).isEmpty();
    }

    private static Optional<Pac> impersonate(Optional<byte[]> pac) throws KerberosException {
        Keytab keytab = new Keytab(List.of(new KeytabEntry(SERVICE, 1, SERVICE_KEY)), List.of());
        ServiceAccount account = new ServiceAccount(SERVICE, new KeytabKeys(keytab, SERVICE));
        Kdc kdc = (realm, request) -> answer(request, pac);
        S4uClient client = new S4uClient(account, kdc, new RealmClock(Clock.fixed(NOW, ZoneOffset.UTC)), RANDOM);
        return client.impersonate(new OneTgt(), USER).pac();
    }

    /** A KDC's reply to S4U2Self of {@link #USER}, in RFC 4120's words alone. */
    private static byte[] answer(byte[] bytes, Optional<byte[]> pac) {
        try {
            KdcRequest request = KdcRequest.decode(Octets.of(bytes));
            ApReq apReq =
                    ApReq.decode(PaData.find(request.padata(), PaData.TGS_REQ).orElseThrow());
            Authenticator authenticator =
                    Authenticator.decode(apReq.authenticator().decrypt(TGT_KEY, KeyUsage.TGS_REQ_AUTHENTICATOR));
            EncryptionKey session = EncryptionKey.random(Enctype.AES256_SHA1, RANDOM);
            EncTicketPart inside = new EncTicketPart(
                    0,
                    session,
                    USER.realm(),
                    USER.name(),
                    NOW,
                    NOW,
                    NOW.plusSeconds(3600),
                    null,
                    pac.map(p -> List.of(new AuthorizationData(
                                    AuthorizationData.IF_RELEVANT,
                                    AuthorizationData.encodeList(List.of(
                                            new AuthorizationData(AuthorizationData.WIN2K_PAC, Octets.of(p)))))))
                            .orElse(List.of()));
            Ticket ticket = Ticket.of(
                    SERVICE.realm(),
                    SERVICE.name(),
                    EncryptedData.of(SERVICE_KEY, 1, KeyUsage.TICKET, inside.encode(), RANDOM));
            EncKdcReplyPart part = new EncKdcReplyPart(
                    session,
                    request.body().nonce(),
                    0,
                    NOW,
                    NOW,
                    NOW.plusSeconds(3600),
                    null,
                    SERVICE.realm(),
                    SERVICE.name(),
                    List.of());
            return new KdcReply(
                            KdcRequest.Type.TGS,
                            List.of(),
                            USER.realm(),
                            USER.name(),
                            ticket,
                            EncryptedData.of(
                                    authenticator.subkey(),
                                    null,
                                    KeyUsage.TGS_REP_SUBKEY,
                                    part.encode(KdcRequest.Type.TGS),
                                    RANDOM))
                    .encode()
                    .toArray();
        } catch (Exception e) {
            throw new AssertionError("the request cannot be read", e);
        }
    }

    /** Our own ticket, which this KDC never looks into. */
    private static final class OneTgt implements TgtSource {
        @Override
        public TicketGrantingTicket tgt(Realm realm) {
            Principal krbtgt = Principal.parse("krbtgt/A.EXAMPLE@A.EXAMPLE");
            Ticket ticket = Ticket.of(
                    krbtgt.realm(),
                    krbtgt.name(),
                    EncryptedData.of(TGT_KEY, 1, KeyUsage.TICKET, Octets.of(new byte[] {0}), RANDOM));
            return new TicketGrantingTicket(
                    new Credential(ticket, SERVICE, krbtgt, TGT_KEY, 0, NOW, NOW.plusSeconds(3600)));
        }

        @Override
        public void discard(TicketGrantingTicket tgt) {
            throw new AssertionError("nothing makes this ticket stale");
        }
    }
}
