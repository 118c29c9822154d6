package kcd.kerberos.exchange;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.CryptoException;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.crypto.PseudoRandom;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.ticket.TicketGrantingTicket;
import kcd.kerberos.wire.ApReq;
import kcd.kerberos.wire.Authenticator;
import kcd.kerberos.wire.Checksum;
import kcd.kerberos.wire.EncryptedData;
import kcd.kerberos.wire.FastArmoredReply;
import kcd.kerberos.wire.FastArmoredRequest;
import kcd.kerberos.wire.FastFinished;
import kcd.kerberos.wire.FastRequest;
import kcd.kerberos.wire.FastResponse;
import kcd.kerberos.wire.KdcAnswer;
import kcd.kerberos.wire.KdcReply;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.KdcRequestBody;
import kcd.kerberos.wire.KrbError;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.PaEncTimestamp;

/**
 * FAST armour around one AS conversation, under a key out of another account's ticket. RFC 6113 section 5.4. Never falls
 * back to messages in the clear: who can forge a KDC's answers would only have to ask for it.
 */
final class FastArmor implements AsEnvelope {
    private static final String UNARMORED = "an answer outside the FAST armour";

    private final Octets apReq;
    private final EncryptionKey key;
    private final ReplyCheck check;
    private final PermittedEnctypes permitted;
    private final SecureRandom random;

    private FastArmor(
            Octets apReq, EncryptionKey key, ReplyCheck check, PermittedEnctypes permitted, SecureRandom random) {
        this.apReq = apReq;
        this.key = key;
        this.check = check;
        this.permitted = permitted;
        this.random = random;
    }

    /** Armour out of {@code tgt}, under a fresh subkey. Section 5.4.1.1. */
    static FastArmor of(TicketGrantingTicket tgt, Dialogue dialogue, ReplyCheck check) {
        Credential credential = tgt.credential();
        EncryptionKey session = credential.sessionKey();
        EncryptionKey subkey = EncryptionKey.random(session.enctype(), dialogue.random());
        Instant now = dialogue.clock().now(tgt.realm());
        Octets authenticator = new Authenticator(
                        credential.client().realm(),
                        credential.client().name(),
                        null,
                        dialogue.micros(),
                        now.truncatedTo(ChronoUnit.SECONDS),
                        subkey,
                        null,
                        List.of())
                .encode();
        ApReq apReq = new ApReq(
                0,
                credential.ticket(),
                EncryptedData.of(session, null, KeyUsage.AP_REQ_AUTHENTICATOR, authenticator, dialogue.random()));
        return new FastArmor(
                apReq.encode(),
                PseudoRandom.combine(subkey, session, "subkeyarmor", "ticketarmor"),
                check,
                dialogue.permitted(),
                dialogue.random());
    }

    /** The body goes outside and inside, where it counts. Section 5.4.2. */
    @Override
    public KdcRequest seal(List<PaData> padata, KdcRequestBody body) {
        Octets bodyDer = body.encode();
        FastRequest inner = new FastRequest(padata, body, bodyDer);
        FastArmoredRequest armored = new FastArmoredRequest(
                apReq,
                Checksum.of(key, KeyUsage.FAST_REQ_CHECKSUM, bodyDer),
                EncryptedData.of(key, null, KeyUsage.FAST_ENC, inner.encode(), random));
        return new KdcRequest(KdcRequest.Type.AS, List.of(armored.toPaData()), body, bodyDer);
    }

    @Override
    public Opened open(KdcAnswer answer, KdcRequestBody request) throws KerberosException {
        try {
            return switch (answer) {
                case KdcReply reply -> reply(reply, request);
                case KrbError error -> new Opened(error(error, request), accountKey -> accountKey);
            };
        } catch (CryptoException | MalformedMessageException e) {
            throw check.violation("what is in the FAST armour cannot be read: " + e.getMessage());
        }
    }

    /** Every KDC that speaks FAST takes an encrypted challenge. Section 5.4.6. */
    @Override
    public void admit(List<PaData> methods) {}

    @Override
    public PaData proof(PaEncTimestamp now, EncryptionKey accountKey) {
        EncryptionKey challengeKey = PseudoRandom.combine(key, accountKey, "clientchallengearmor", "challengelongterm");
        return now.toChallenge(challengeKey, KeyUsage.ENC_CHALLENGE_CLIENT, random);
    }

    private Opened reply(KdcReply reply, KdcRequestBody request)
            throws KerberosException, CryptoException, MalformedMessageException {
        Optional<Octets> armored = PaData.find(reply.padata(), PaData.FX_FAST);
        check.require(armored.isPresent(), UNARMORED);
        FastResponse response = response(armored.orElseThrow(), request);
        FastFinished finished = response.finished();
        if (finished == null
                || !finished.ticketChecksum()
                        .verify(key, KeyUsage.FAST_FINISHED, reply.ticket().der())) {
            throw check.violation("the FAST armour does not vouch for the ticket");
        }
        KdcReply inner = new KdcReply(
                reply.type(), response.padata(), finished.crealm(), finished.cname(), reply.ticket(), reply.encPart());
        return new Opened(inner, accountKey -> replyKey(response, accountKey));
    }

    /** Also sees that the KDC has the account's key, where it offers to prove that. Sections 5.4.3 and 5.4.6. */
    private EncryptionKey replyKey(FastResponse response, EncryptionKey accountKey) throws KerberosException {
        Optional<Octets> challenge = PaData.find(response.padata(), PaData.ENCRYPTED_CHALLENGE);
        if (challenge.isPresent()) {
            EncryptionKey challengeKey =
                    PseudoRandom.combine(key, accountKey, "kdcchallengearmor", "challengelongterm");
            try {
                PaEncTimestamp.decode(PaEncTimestamp.decodeEncrypted(challenge.get())
                        .decrypt(challengeKey, KeyUsage.ENC_CHALLENGE_KDC));
            } catch (CryptoException | MalformedMessageException e) {
                throw check.violation("the KDC does not prove that it has the account's key: " + e.getMessage());
            }
        }
        EncryptionKey strengthen = response.strengthenKey();
        if (strengthen == null) {
            return accountKey;
        }
        check.requirePermitted(permitted, "the key that strengthens the reply's", strengthen);
        return PseudoRandom.combine(strengthen, accountKey, "strengthenkey", "replykey");
    }

    /**
     * The error inside. One outside alone, as of a KDC that cannot read the armour, ends the attempt as it would in the
     * clear; but a demand for proof must be from inside.
     */
    private KrbError error(KrbError outer, KdcRequestBody request)
            throws KerberosException, CryptoException, MalformedMessageException {
        Optional<Octets> armored =
                outer.edata() == null ? Optional.empty() : PaData.find(methods(outer.edata()), PaData.FX_FAST);
        if (armored.isEmpty() || armored.get().isEmpty()) {
            check.require(outer.errorCode() != ErrorCode.PREAUTH_REQUIRED, UNARMORED);
            return outer;
        }
        FastResponse response = response(armored.get(), request);
        Octets inner = PaData.find(response.padata(), PaData.FX_ERROR)
                .orElseThrow(() -> new MalformedMessageException("an error without PA-FX-ERROR"));
        return KrbError.decode(inner).withDefaultData(PaData.encodeMethodData(response.padata()));
    }

    /** The e-data of other errors is of other kinds. */
    private static List<PaData> methods(Octets edata) {
        try {
            return PaData.decodeMethodData(edata);
        } catch (MalformedMessageException otherKind) {
            return List.of();
        }
    }

    private FastResponse response(Octets armored, KdcRequestBody request)
            throws KerberosException, CryptoException, MalformedMessageException {
        FastResponse response =
                FastResponse.decode(FastArmoredReply.decode(armored).encrypted().decrypt(key, KeyUsage.FAST_REP));
        check.require(response.nonce() == request.nonce(), "the nonce in the FAST armour is not the request's");
        return response;
    }
}
