package kcd.lab.kdc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.EncKdcReplyPart;
import kcd.kerberos.wire.EncTicketPart;
import kcd.kerberos.wire.EncryptedData;
import kcd.kerberos.wire.KdcOptions;
import kcd.kerberos.wire.KdcReply;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.KdcRequestBody;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.Ticket;
import kcd.lab.secrecy.SecretLedger;

/// Turns a grant into a ticket and the reply around it. RFC 4120 sections 3.1.3 and 3.3.3.
final class Mint {

    /// MS-KILE section 2.2.7: AES-128 and AES-256.
    private static final int SUPPORTED_ENCTYPES = 0x18;

    private final Realm realm;
    private final Clock clock;
    private final Duration lifetime;
    private final SecureRandom random = new SecureRandom();

    Mint(Realm realm, Clock clock, Duration lifetime) {
        this.realm = realm;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    static EncryptionKey freshKey(Enctype enctype, SecureRandom random) {
        EncryptionKey key = EncryptionKey.random(enctype, random);
        SecretLedger.note(key.toArray());
        return key;
    }

    /// The key a reply is encrypted with.
    record ReplyKey(EncryptionKey key, int usage) {}

    KdcReply reply(KdcRequest request, Grant grant, ReplyKey replyKey) throws KdcRefusal {
        KdcRequestBody body = request.body();
        EncryptionKey session = freshKey(sessionEnctype(body.etypes()), random);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = end(now, body.till(), grant.notAfter());

        EncTicketPart inTicket = new EncTicketPart(
                grant.flags(),
                session,
                grant.client().realm(),
                grant.client().name(),
                grant.authTime(),
                now,
                end,
                null,
                grant.mark().map(S4uMark::toAuthorizationData).orElse(List.of()));
        Ticket ticket = Ticket.of(
                realm,
                grant.service(),
                EncryptedData.of(grant.serviceKey(), KdcKeys.KVNO, KeyUsage.TICKET, inTicket.encode(), random));

        EncKdcReplyPart inReply = new EncKdcReplyPart(
                session,
                body.nonce(),
                grant.flags(),
                grant.authTime(),
                now,
                end,
                null,
                realm,
                grant.service(),
                protectedPadata(body, grant));
        return new KdcReply(
                request.type(),
                grant.padata(),
                grant.client().realm(),
                grant.client().name(),
                ticket,
                EncryptedData.of(replyKey.key(), null, replyKey.usage(), inReply.encode(request.type()), random));
    }

    private Instant end(Instant now, Instant wished, Instant notAfter) {
        Instant end = now.plus(lifetime);
        end = end.isAfter(notAfter) ? notAfter : end;
        // The epoch stands for "as long as you like": RFC 4120 section 3.1.3.
        return wished.getEpochSecond() != 0 && end.isAfter(wished) ? wished : end;
    }

    /// Windows and Samba answer so whenever names are canonicalized. MS-KILE section 2.2.8.
    private static List<PaData> protectedPadata(KdcRequestBody body, Grant grant) {
        List<PaData> all = new ArrayList<>(grant.protectedPadata());
        if ((body.options() & KdcOptions.CANONICALIZE) != 0) {
            byte[] types = ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(SUPPORTED_ENCTYPES)
                    .array();
            all.add(new PaData(PaData.SUPPORTED_ENCTYPES, Octets.of(types)));
        }
        return all;
    }

    /// The client's favourite among those Active Directory has.
    static Enctype sessionEnctype(List<Integer> wished) throws KdcRefusal {
        return wished.stream()
                .map(Enctype::of)
                .flatMap(Optional::stream)
                .filter(type -> type == Enctype.AES256_SHA1 || type == Enctype.AES128_SHA1)
                .findFirst()
                .orElseThrow(() -> new KdcRefusal(ErrorCode.ETYPE_NOSUPP, "no encryption type in common"));
    }
}
