package kcd.kerberos.exchange;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.KdcOptions;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.KdcRequestBody;

/**
 * A question that every sound KDC answers: an AS-REQ without proof, as each authentication begins with. RFC 4120 section
 * 3.1.1. It cannot count towards a lock-out, and the answer is of no other interest.
 */
public final class AliveQuestion {
    private static final Duration LIFETIME = Duration.ofHours(1);

    private AliveQuestion() {}

    /** The encoded request, in this account's name. */
    public static byte[] of(Principal account, Realm realm, Instant now, SecureRandom random) {
        var body = new KdcRequestBody(
                KdcOptions.CANONICALIZE,
                ServiceAccount.nameIn(account, realm),
                realm,
                PrincipalName.tgs(realm),
                now.plus(LIFETIME),
                null,
                random.nextInt() & 0x7fffffffL,
                PermittedEnctypes.AES_ONLY.numbers(),
                List.of());
        return new KdcRequest(KdcRequest.Type.AS, List.of(), body).encode().toArray();
    }
}
