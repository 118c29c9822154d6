package kcd.kerberos.exchange;

import java.util.List;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.wire.KdcAnswer;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.KdcRequestBody;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.PaEncTimestamp;

/** How the messages of one AS conversation travel: in the clear, or in FAST armour. */
sealed interface AsEnvelope permits PlainEnvelope, FastArmor {

    KdcRequest seal(List<PaData> padata, KdcRequestBody body);

    /** What the KDC said: no more is believed than its envelope vouches for. */
    Opened open(KdcAnswer answer, KdcRequestBody request) throws KerberosException;

    /** Refuses to go on where none of the KDC's methods is one for this envelope. */
    void admit(List<PaData> methods) throws KerberosException;

    /** The proof that we have that key now. */
    PaData proof(PaEncTimestamp now, EncryptionKey key);

    /**
     * An answer out of its envelope.
     *
     * @param answer a reply with the pre-authentication data, or the error, that was inside
     * @param replyKey makes the key of the encrypted part
     */
    record Opened(KdcAnswer answer, ReplyKey replyKey) {}

    /** The key of a reply's encrypted part, from the account's. */
    interface ReplyKey {
        EncryptionKey of(EncryptionKey accountKey) throws KerberosException;
    }
}
