package kcd.kerberos.exchange;

import static kcd.kerberos.exchange.FakeKdc.HOME;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import kcd.kerberos.crypto.CryptoException;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.crypto.PseudoRandom;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.ApReq;
import kcd.kerberos.wire.Authenticator;
import kcd.kerberos.wire.Checksum;
import kcd.kerberos.wire.EncTicketPart;
import kcd.kerberos.wire.EncryptedData;
import kcd.kerberos.wire.EtypeInfo2;
import kcd.kerberos.wire.FastArmoredReply;
import kcd.kerberos.wire.FastArmoredRequest;
import kcd.kerberos.wire.FastFinished;
import kcd.kerberos.wire.FastRequest;
import kcd.kerberos.wire.FastResponse;
import kcd.kerberos.wire.KdcAnswer;
import kcd.kerberos.wire.KdcReply;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.KrbError;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.PaEncTimestamp;

/** A {@link FakeKdc} that speaks FAST, with a place to be dishonest inside the armour and one outside. */
final class ArmoringKdc implements Kdc {
    static final Principal ARMOR = Principal.parse("armor@HOME.TEST");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Octets COOKIE = Octets.of(new byte[] {1, 2, 3});

    final FakeKdc inner;
    UnaryOperator<FastResponse> touch = response -> response;
    /** The key the KDC takes for the account's when it proves that it has it. */
    EncryptionKey provenKey;

    boolean strips;

    ArmoringKdc(Clock clock) {
        this.inner = new FakeKdc(clock);
        this.provenKey = inner.serviceKey;
    }

    @Override
    public byte[] exchange(Realm realm, byte[] der) {
        try {
            KdcRequest request = KdcRequest.decode(Octets.of(der));
            if (request.type() == KdcRequest.Type.TGS) {
                return inner.exchange(realm, der);
            }
            if (request.body().cname().equals(ARMOR.name())) {
                return armor(request).encode().toArray();
            }
            Optional<Octets> armored = PaData.find(request.padata(), PaData.FX_FAST);
            KdcAnswer answer = armored.isEmpty()
                    ? inner.error(realm, request, 12, null)
                    : armored(realm, request, FastArmoredRequest.decode(armored.get()));
            return answer.encode().toArray();
        } catch (MalformedMessageException | CryptoException e) {
            throw new AssertionError("our own request is wrong", e);
        }
    }

    private KdcReply armor(KdcRequest request) {
        FakeAnswer answer = new FakeAnswer(
                request,
                ARMOR,
                new Principal(PrincipalName.tgs(HOME), HOME),
                FakeKdc.krbtgt(HOME, HOME),
                FakeKdc.key("armor"),
                inner.now());
        answer.authTime = answer.endTime.minus(S4uClient.LIFETIME); // by the client's clock, even where ours is ahead
        answer.padata.add(offer());
        return answer.build();
    }

    private PaData offer() {
        return new PaData(PaData.ETYPE_INFO2, EtypeInfo2.encode(inner.infos));
    }

    private KdcAnswer armored(Realm realm, KdcRequest request, FastArmoredRequest armored)
            throws MalformedMessageException, CryptoException {
        EncryptionKey key = armorKey(realm, ApReq.decode(armored.armor()));
        if (!armored.checksum().verify(key, KeyUsage.FAST_REQ_CHECKSUM, request.bodyDer())) {
            throw new AssertionError("the checksum does not cover the body");
        }
        FastRequest inside = FastRequest.decode(armored.encrypted().decrypt(key, KeyUsage.FAST_ENC));
        EncryptionKey strengthen = EncryptionKey.random(key.enctype(), RANDOM);
        inner.touch = answer ->
                answer.replyKey = PseudoRandom.combine(strengthen, inner.serviceKey, "strengthenkey", "replykey");
        KdcRequest plain = new KdcRequest(KdcRequest.Type.AS, proof(inside, key), inside.body(), inside.bodyDer());
        KdcAnswer answer =
                KdcAnswer.decode(Octets.of(inner.exchange(realm, plain.encode().toArray())));
        return strips
                ? answer
                : switch (answer) {
                    case KdcReply reply -> wrap(reply, inside, key, strengthen);
                    case KrbError error -> wrap(error, inside, key);
                };
    }

    private static EncryptionKey armorKey(Realm realm, ApReq apReq) throws MalformedMessageException, CryptoException {
        EncTicketPart tgt =
                EncTicketPart.decode(apReq.ticket().encPart().decrypt(FakeKdc.krbtgt(realm, realm), KeyUsage.TICKET));
        Authenticator authenticator =
                Authenticator.decode(apReq.authenticator().decrypt(tgt.key(), KeyUsage.AP_REQ_AUTHENTICATOR));
        return PseudoRandom.combine(authenticator.subkey(), tgt.key(), "subkeyarmor", "ticketarmor");
    }

    /** The challenge inside as the timestamp that {@link FakeKdc} knows: under a wrong key if it was under a wrong key. */
    private List<PaData> proof(FastRequest inside, EncryptionKey key) throws MalformedMessageException {
        Optional<Octets> challenge = PaData.find(inside.padata(), PaData.ENCRYPTED_CHALLENGE);
        if (challenge.isEmpty()) {
            return List.of();
        }
        if (!PaData.find(inside.padata(), PaData.FX_COOKIE).equals(Optional.of(COOKIE))) {
            throw new AssertionError("the cookie is not given back");
        }
        EncryptionKey challengeKey =
                PseudoRandom.combine(key, inner.serviceKey, "clientchallengearmor", "challengelongterm");
        try {
            PaEncTimestamp time = PaEncTimestamp.decode(PaEncTimestamp.decodeEncrypted(challenge.get())
                    .decrypt(challengeKey, KeyUsage.ENC_CHALLENGE_CLIENT));
            return List.of(time.toPaData(inner.serviceKey, RANDOM));
        } catch (CryptoException wrongKey) {
            return List.of(new PaEncTimestamp(inner.now()).toPaData(FakeKdc.key("wrong"), RANDOM));
        }
    }

    private KdcReply wrap(KdcReply reply, FastRequest inside, EncryptionKey key, EncryptionKey strengthen) {
        EncryptionKey challengeKey = PseudoRandom.combine(key, provenKey, "kdcchallengearmor", "challengelongterm");
        PaData challenge =
                new PaEncTimestamp(inner.now()).toChallenge(challengeKey, KeyUsage.ENC_CHALLENGE_KDC, RANDOM);
        FastFinished finished = new FastFinished(
                inner.now(),
                0,
                reply.crealm(),
                reply.cname(),
                Checksum.of(key, KeyUsage.FAST_FINISHED, reply.ticket().der()));
        FastResponse response = new FastResponse(
                List.of(offer(), challenge), strengthen, finished, inside.body().nonce());
        return new KdcReply(
                reply.type(),
                List.of(seal(response, key)),
                reply.crealm(),
                reply.cname(),
                reply.ticket(),
                reply.encPart());
    }

    private KrbError wrap(KrbError error, FastRequest inside, EncryptionKey key) {
        KrbError bare = new KrbError(
                error.errorCode(),
                error.stime(),
                error.susec(),
                error.crealm(),
                error.realm(),
                error.sname(),
                null,
                null);
        List<PaData> padata = new ArrayList<>(List.of(
                offer(),
                new PaData(PaData.ENCRYPTED_CHALLENGE, Octets.EMPTY),
                new PaData(PaData.FX_COOKIE, COOKIE),
                new PaData(PaData.FX_ERROR, bare.encode())));
        FastResponse response =
                new FastResponse(padata, null, null, inside.body().nonce());
        return new KrbError(
                60,
                error.stime(),
                error.susec(),
                null,
                error.realm(),
                error.sname(),
                null,
                PaData.encodeMethodData(List.of(seal(response, key))));
    }

    private PaData seal(FastResponse response, EncryptionKey key) {
        return new FastArmoredReply(EncryptedData.of(
                        key, null, KeyUsage.FAST_REP, touch.apply(response).encode(), RANDOM))
                .toPaData();
    }
}
