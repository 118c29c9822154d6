package kcd.kerberos.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import kcd.kerberos.crypto.CryptoException;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.ApReq;
import kcd.kerberos.wire.Authenticator;
import kcd.kerberos.wire.EncTicketPart;
import kcd.kerberos.wire.EtypeInfo2;
import kcd.kerberos.wire.KdcAnswer;
import kcd.kerberos.wire.KdcOptions;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.KrbError;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.PaEncTimestamp;
import kcd.kerberos.wire.PaForUser;
import kcd.kerberos.wire.PaS4uX509User;
import kcd.kerberos.wire.PacOptions;
import org.jspecify.annotations.Nullable;

/**
 * All KDCs of a forest in memory, in the least that an honest one does, with a place to be dishonest at: {@link #touch}
 * sees every reply before it goes, {@link #refuse} every request before it is answered.
 */
public final class FakeKdc implements Kdc {
    public static final Realm HOME = new Realm("HOME.TEST");
    public static final Principal SERVICE = Principal.parse("svc@HOME.TEST");

    /** Answers an error instead, or null to let the request through. */
    public interface Refusal {
        @Nullable
        Integer code(Realm realm, KdcRequest request);
    }

    final List<String> asked = new ArrayList<>();
    final List<KdcRequest> requests = new ArrayList<>();
    /** User principal names and the accounts behind them. */
    final Map<String, Principal> users = new HashMap<>();
    /** Where a service lives. */
    final Map<String, Realm> services = new HashMap<>();
    /** {@code "A>C"}: the next realm on the way, if it is not the last. */
    public final Map<String, Realm> routes = new HashMap<>();

    public final Map<String, Integer> proofs = new HashMap<>();
    public Refusal refuse = (realm, request) -> null;
    Consumer<FakeAnswer> touch = answer -> {};
    boolean needsProof = true;
    boolean confirmsUsers = true;
    boolean marksDelegation = true;
    public Duration ahead = Duration.ZERO;
    List<EtypeInfo2> infos =
            List.of(new EtypeInfo2(18, "HOME.TESTsvc", null), new EtypeInfo2(17, "HOME.TESTsvc", null));
    public EncryptionKey serviceKey = key("svc");

    @Nullable
    Octets errorData;

    private final Clock clock;

    public FakeKdc(Clock clock) {
        this.clock = clock;
    }

    /** A key nobody else has: of the name, so that all realms agree on it. */
    public static EncryptionKey key(String of) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            CRC32 crc = new CRC32();
            crc.update((of + i).getBytes(StandardCharsets.UTF_8));
            bytes[i] = (byte) crc.getValue();
        }
        return new EncryptionKey(Enctype.AES256_SHA1, bytes);
    }

    static EncryptionKey krbtgt(Realm issuer, Realm of) {
        return key(of.equals(issuer) ? "krbtgt/" + of : "krbtgt/" + of + "@" + issuer);
    }

    @Override
    public byte[] exchange(Realm realm, byte[] der) {
        try {
            KdcRequest request = KdcRequest.decode(Octets.of(der));
            requests.add(request);
            asked.add(realm + " " + request.body().sname());
            Integer code = refuse.code(realm, request);
            KdcAnswer answer = code != null
                    ? error(realm, request, code, null)
                    : request.type() == KdcRequest.Type.AS ? as(realm, request) : tgs(realm, request);
            return answer.encode().toArray();
        } catch (MalformedMessageException | CryptoException e) {
            throw new AssertionError("our own request is wrong", e);
        }
    }

    Instant now() {
        return clock.instant().plus(ahead);
    }

    KrbError error(Realm realm, KdcRequest request, int code, @Nullable Realm crealm) {
        PrincipalName sname = request.body().sname();
        Octets edata = code == ErrorCode.PREAUTH_REQUIRED && errorData == null
                ? PaData.encodeMethodData(List.of(new PaData(PaData.ETYPE_INFO2, EtypeInfo2.encode(infos))))
                : errorData;
        return new KrbError(
                code, now(), 0, crealm, realm, sname == null ? PrincipalName.tgs(realm) : sname, null, edata);
    }

    private KdcAnswer as(Realm realm, KdcRequest request) throws MalformedMessageException {
        PrincipalName client = request.body().cname();
        Optional<Octets> proof = PaData.find(request.padata(), PaData.ENC_TIMESTAMP);
        if (!client.equals(SERVICE.name())) {
            Principal user = users.get(client.components().getFirst());
            if (user == null) {
                return error(realm, request, ErrorCode.C_PRINCIPAL_UNKNOWN, null);
            }
            return user.realm().equals(realm)
                    ? error(realm, request, ErrorCode.PREAUTH_REQUIRED, null)
                    : error(realm, request, ErrorCode.WRONG_REALM, user.realm());
        }
        if (proof.isEmpty() && needsProof) {
            return error(realm, request, ErrorCode.PREAUTH_REQUIRED, null);
        }
        if (proof.isPresent()) {
            Integer refusal = refusal(realm, proof.get());
            if (refusal != null) {
                return error(realm, request, refusal, null);
            }
        }
        FakeAnswer answer = new FakeAnswer(
                request,
                SERVICE,
                new Principal(PrincipalName.tgs(realm), realm),
                krbtgt(realm, realm),
                serviceKey,
                now());
        touch.accept(answer);
        return answer.build();
    }

    /** Looks at a proof of the key, and counts it. */
    private @Nullable Integer refusal(Realm realm, Octets proof) throws MalformedMessageException {
        proofs.merge(realm.value(), 1, Integer::sum);
        try {
            PaEncTimestamp timestamp = PaEncTimestamp.decode(
                    PaEncTimestamp.decodeEncrypted(proof).decrypt(serviceKey, KeyUsage.AS_REQ_TIMESTAMP));
            return farApart(timestamp.time()) ? ErrorCode.SKEW : null;
        } catch (CryptoException e) {
            return ErrorCode.PREAUTH_FAILED;
        }
    }

    private KdcAnswer tgs(Realm realm, KdcRequest request) throws MalformedMessageException, CryptoException {
        ApReq apReq = ApReq.decode(PaData.find(request.padata(), PaData.TGS_REQ).orElseThrow());
        EncTicketPart tgt = EncTicketPart.decode(
                apReq.ticket().encPart().decrypt(krbtgt(apReq.ticket().realm(), realm), KeyUsage.TICKET));
        Authenticator authenticator =
                Authenticator.decode(apReq.authenticator().decrypt(tgt.key(), KeyUsage.TGS_REQ_AUTHENTICATOR));
        if (!authenticator.checksum().verify(tgt.key(), KeyUsage.TGS_REQ_CHECKSUM, request.bodyDer())) {
            throw new AssertionError("the authenticator's checksum does not cover the body");
        }
        if (farApart(authenticator.ctime())) {
            return error(realm, request, ErrorCode.SKEW, null);
        }
        Principal client = new Principal(tgt.cname(), tgt.crealm());
        FakeAnswer answer = PaData.find(request.padata(), PaData.FOR_USER).isPresent()
                ? self(realm, request, client, tgt.key(), authenticator.subkey())
                : (request.body().options() & KdcOptions.CNAME_IN_ADDITIONAL_TICKET) != 0
                        ? proxy(realm, request, authenticator.subkey())
                        : plain(realm, request, client, authenticator.subkey());
        touch.accept(answer);
        return answer.build();
    }

    private FakeAnswer self(
            Realm realm, KdcRequest request, Principal client, EncryptionKey session, EncryptionKey subkey)
            throws MalformedMessageException {
        PaForUser forUser =
                PaForUser.decode(PaData.find(request.padata(), PaData.FOR_USER).orElseThrow());
        PaS4uX509User x509 = PaS4uX509User.decode(
                PaData.find(request.padata(), PaData.S4U_X509_USER).orElseThrow());
        if (!forUser.verify(session)
                || !x509.verify(subkey, KeyUsage.S4U_X509_USER_REQUEST)
                || x509.nonce() != request.body().nonce()) {
            throw new AssertionError("PA-FOR-USER or PA-S4U-X509-USER is wrongly signed");
        }
        Principal user = users.getOrDefault(forUser.user().name().components().getFirst(), forUser.user());
        FakeAnswer answer = realm.equals(HOME)
                ? new FakeAnswer(request, user, SERVICE, serviceKey, subkey, now())
                : referral(realm, request, client, HOME, subkey);
        if (confirmsUsers) {
            confirm(answer, x509, user, subkey);
        }
        return answer;
    }

    private static void confirm(FakeAnswer answer, PaS4uX509User asked, Principal user, EncryptionKey key)
            throws MalformedMessageException {
        PaData confirmation = confirm(asked, user, key, KeyUsage.S4U_X509_USER_REPLY);
        answer.padata.add(confirmation);
        PaS4uX509User signed = PaS4uX509User.decode(confirmation.value());
        if (!signed.isKeyed()) {
            answer.encryptedPaData.add(new PaData(PaData.S4U_X509_USER, signed.bound(asked)));
        }
    }

    static PaData confirm(PaS4uX509User asked, Principal user, EncryptionKey key, int usage) {
        return PaS4uX509User.sign(asked.nonce(), user.name(), user.realm(), null, asked.options(), key, usage)
                .toPaData();
    }

    private FakeAnswer proxy(Realm realm, KdcRequest request, EncryptionKey subkey)
            throws MalformedMessageException, CryptoException {
        var evidence = request.body().additionalTickets().getFirst();
        EncTicketPart inside = EncTicketPart.decode(evidence.encPart()
                .decrypt(evidence.sname().isTgs() ? krbtgt(evidence.realm(), realm) : serviceKey, KeyUsage.TICKET));
        FakeAnswer answer = plain(realm, request, new Principal(inside.cname(), inside.crealm()), subkey);
        if (marksDelegation) {
            answer.encryptedPaData.add(PacOptions.of(PacOptions.RESOURCE_BASED_DELEGATION));
        }
        return answer;
    }

    private FakeAnswer plain(Realm realm, KdcRequest request, Principal client, EncryptionKey subkey) {
        PrincipalName server = request.body().sname();
        Realm there = server.isTgs()
                ? server.tgsRealm()
                : services.getOrDefault(server.toString().toLowerCase(Locale.ROOT), realm);
        if (!there.equals(realm)) {
            return referral(realm, request, client, there, subkey);
        }
        return new FakeAnswer(request, client, new Principal(server, realm), key(server.toString()), subkey, now());
    }

    private FakeAnswer referral(
            Realm realm, KdcRequest request, Principal client, Realm towards, EncryptionKey subkey) {
        Realm next = routes.getOrDefault(realm + ">" + towards, towards);
        return new FakeAnswer(
                request, client, new Principal(PrincipalName.tgs(next), realm), krbtgt(realm, next), subkey, now());
    }

    private boolean farApart(Instant theirs) {
        return Duration.between(now(), theirs).abs().compareTo(Duration.ofMinutes(5)) > 0;
    }
}
