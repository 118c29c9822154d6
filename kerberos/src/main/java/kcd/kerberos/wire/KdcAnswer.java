package kcd.kerberos.wire;

import kcd.kerberos.crypto.Octets;

/** What a KDC may answer: a reply, or an error. */
public sealed interface KdcAnswer permits KdcReply, KrbError {

    Octets encode();

    /** Reads AS-REP, TGS-REP or KRB-ERROR; anything else is malformed. */
    static KdcAnswer decode(Octets der) throws MalformedMessageException {
        DerValue message = DerValue.parse(der);
        return KdcReply.isReply(message) ? KdcReply.from(message) : KrbError.from(message);
    }
}
