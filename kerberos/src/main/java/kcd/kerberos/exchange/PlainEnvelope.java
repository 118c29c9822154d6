package kcd.kerberos.exchange;

import java.security.SecureRandom;
import java.util.List;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.failure.Attempt;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.KdcAnswer;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.KdcRequestBody;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.PaEncTimestamp;

/**
 * None: messages in the clear, an encrypted timestamp as proof. RFC 4120 section 3.1.
 *
 * @param what what the exchange is for
 * @param realm whose KDC is asked
 * @param random for the proof's encryption
 */
record PlainEnvelope(String what, Realm realm, SecureRandom random) implements AsEnvelope {

    @Override
    public KdcRequest seal(List<PaData> padata, KdcRequestBody body) {
        return new KdcRequest(KdcRequest.Type.AS, padata, body);
    }

    @Override
    public Opened open(KdcAnswer answer, KdcRequestBody request) {
        return new Opened(answer, accountKey -> accountKey);
    }

    /** A KDC that offers FAST and no timestamp would refuse ours, and could count it towards a lock-out. */
    @Override
    public void admit(List<PaData> methods) throws KerberosException {
        if (PaData.find(methods, PaData.ENC_TIMESTAMP).isEmpty()
                && PaData.find(methods, PaData.FX_FAST).isPresent()) {
            throw new KerberosException(new KerberosFailure.ArmorRequired(Attempt.of(
                    Attempt.Step.AUTHENTICATE,
                    what,
                    realm,
                    "the KDC takes no encrypted timestamp outside FAST armour")));
        }
    }

    @Override
    public PaData proof(PaEncTimestamp now, EncryptionKey key) {
        return now.toPaData(key, random);
    }
}
