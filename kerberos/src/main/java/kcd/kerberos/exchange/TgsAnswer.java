package kcd.kerberos.exchange;

import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.wire.EncKdcReplyPart;
import kcd.kerberos.wire.KdcReply;

/**
 * A verified TGS reply.
 *
 * @param reply the reply
 * @param part its protected part
 * @param subkey the key that protected it
 * @param nonce the request's nonce
 */
record TgsAnswer(KdcReply reply, EncKdcReplyPart part, EncryptionKey subkey, long nonce) {

    PrincipalName server() {
        return part.sname();
    }

    Credential credential() {
        return ReplyCheck.credential(reply, part);
    }
}
