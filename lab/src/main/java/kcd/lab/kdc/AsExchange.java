package kcd.lab.kdc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.CryptoException;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.name.NameType;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.EtypeInfo2;
import kcd.kerberos.wire.KdcOptions;
import kcd.kerberos.wire.KdcReply;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.KdcRequestBody;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.PaEncTimestamp;
import kcd.kerberos.wire.TicketFlags;
import kcd.lab.forest.Account;
import kcd.lab.forest.LabDomain;

/// Gives a user with a password its ticket-granting ticket, pre-authentication required. RFC 4120 section 3.1.
final class AsExchange {

    static final Duration MAX_SKEW = Duration.ofMinutes(5);

    private final LabDomain domain;
    private final KdcKeys keys;
    private final Locator locator;
    private final Mint mint;
    private final Clock clock;

    AsExchange(LabDomain domain, KdcKeys keys, Locator locator, Mint mint, Clock clock) {
        this.domain = domain;
        this.keys = keys;
        this.locator = locator;
        this.mint = mint;
        this.clock = clock;
    }

    KdcReply answer(KdcRequest request) throws KdcRefusal, MalformedMessageException {
        KdcRequestBody body = request.body();
        PrincipalName asked = Optional.ofNullable(body.cname())
                .orElseThrow(() -> new KdcRefusal(ErrorCode.C_PRINCIPAL_UNKNOWN, "no client name"));
        PrincipalName service = Optional.ofNullable(body.sname())
                .orElseThrow(() -> new KdcRefusal(ErrorCode.S_PRINCIPAL_UNKNOWN, "no service name"));
        Account client = locator.activeClient(asked);
        Enctype enctype = Mint.sessionEnctype(body.etypes());
        PaData saltAndCount = etypeInfo(client, enctype);
        EncryptionKey key = keys.of(domain, client, enctype);

        Octets timestamp = PaData.find(request.padata(), PaData.ENC_TIMESTAMP)
                .orElseThrow(() -> KdcRefusal.withMethods(
                        ErrorCode.PREAUTH_REQUIRED, "pre-authentication required", methods(saltAndCount)));
        checkTimestamp(timestamp, key, saltAndCount);

        if (!(locator.service(service, false) instanceof Destination.OwnTgs)) {
            throw new KdcRefusal(ErrorCode.S_PRINCIPAL_UNKNOWN, "only ticket-granting tickets here");
        }
        Instant now = clock.instant();
        Grant grant = new Grant(
                new Principal(clientName(asked, client, body), new Realm(domain.realm())),
                PrincipalName.tgs(new Realm(domain.realm())),
                keys.ticketGranting(domain.realm()),
                flags(client, body),
                now.truncatedTo(ChronoUnit.SECONDS),
                Instant.MAX,
                Optional.empty(),
                List.of(saltAndCount),
                List.of());
        return mint.reply(request, grant, new Mint.ReplyKey(key, KeyUsage.AS_REP));
    }

    private void checkTimestamp(Octets value, EncryptionKey key, PaData saltAndCount)
            throws KdcRefusal, MalformedMessageException {
        PaEncTimestamp proof;
        try {
            proof = PaEncTimestamp.decode(
                    PaEncTimestamp.decodeEncrypted(value).decrypt(key, KeyUsage.AS_REQ_TIMESTAMP));
        } catch (CryptoException e) {
            throw KdcRefusal.withMethods(ErrorCode.PREAUTH_FAILED, "wrong key", methods(saltAndCount));
        }
        if (Duration.between(proof.time(), clock.instant()).abs().compareTo(MAX_SKEW) > 0) {
            throw new KdcRefusal(ErrorCode.SKEW, "clock skew too great");
        }
    }

    /// The name as the client gave it, unless it asked for, or needs, the canonical one. RFC 6806 section 6.
    private static PrincipalName clientName(PrincipalName asked, Account client, KdcRequestBody body) {
        boolean canonical = asked.type() == NameType.ENTERPRISE || (body.options() & KdcOptions.CANONICALIZE) != 0;
        return canonical ? PrincipalName.principal(client.name()) : asked;
    }

    private static int flags(Account client, KdcRequestBody body) {
        int flags = TicketFlags.INITIAL | TicketFlags.PRE_AUTHENT;
        boolean forwardable = (body.options() & KdcOptions.FORWARDABLE) != 0 && client.mayBeDelegated();
        return forwardable ? flags | TicketFlags.FORWARDABLE : flags;
    }

    private PaData etypeInfo(Account client, Enctype enctype) {
        EtypeInfo2 entry =
                new EtypeInfo2(enctype.number(), KdcKeys.salt(domain, client), Octets.of(KdcKeys.parameters()));
        return new PaData(PaData.ETYPE_INFO2, EtypeInfo2.encode(List.of(entry)));
    }

    private static Octets methods(PaData saltAndCount) {
        return PaData.encodeMethodData(List.of(saltAndCount, new PaData(PaData.ENC_TIMESTAMP, Octets.EMPTY)));
    }
}
