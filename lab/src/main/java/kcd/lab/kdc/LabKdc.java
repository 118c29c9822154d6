package kcd.lab.kdc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.KrbError;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.lab.forest.LabDomain;
import kcd.lab.forest.LabForest;

/// One realm's KDC: a request's bytes in, an answer's bytes out, whatever the bytes are.
public final class LabKdc {

    public static final Duration TICKET_LIFETIME = Duration.ofHours(10);

    private final Realm realm;
    private final Clock clock;
    private final AsExchange as;
    private final TgsExchange tgs;

    /// @param keys shared by all KDCs of the forest, since they hold each other's trust keys
    public LabKdc(LabForest forest, LabDomain domain, KdcKeys keys, Clock clock, Duration ticketLifetime) {
        this.realm = new Realm(domain.realm());
        this.clock = clock;
        Locator locator = new Locator(forest, domain);
        Mint mint = new Mint(realm, clock, ticketLifetime);
        ServiceKeys services = new ServiceKeys(domain, keys);
        TgsHeaderCheck headers = new TgsHeaderCheck(forest, domain.realm(), keys, clock);
        this.as = new AsExchange(domain, keys, locator, mint, clock);
        this.tgs = new TgsExchange(
                domain,
                services,
                locator,
                headers,
                new S4u2Self(domain, services, locator),
                new S4u2Proxy(forest, domain, services, headers),
                mint);
    }

    public Octets answer(Octets request) {
        try {
            KdcRequest decoded = KdcRequest.decode(request);
            return switch (decoded.type()) {
                case AS -> as.answer(decoded).encode();
                case TGS -> tgs.answer(decoded).encode();
            };
        } catch (KdcRefusal refusal) {
            return error(refusal).encode();
        } catch (MalformedMessageException e) {
            return error(new KdcRefusal(ErrorCode.GENERIC, "malformed request: " + e.getMessage()))
                    .encode();
        }
    }

    /// What a datagram gets whose answer would not fit.
    Octets tooBig() {
        return error(new KdcRefusal(ErrorCode.RESPONSE_TOO_BIG, "use TCP")).encode();
    }

    private KrbError error(KdcRefusal refusal) {
        Instant now = clock.instant();
        Optional<Realm> clientRealm = refusal.clientRealm();
        return new KrbError(
                refusal.code(),
                now.truncatedTo(ChronoUnit.SECONDS),
                now.get(ChronoField.MICRO_OF_SECOND),
                clientRealm.orElse(null),
                realm,
                PrincipalName.tgs(realm),
                refusal.why(),
                refusal.data().orElse(null));
    }
}
