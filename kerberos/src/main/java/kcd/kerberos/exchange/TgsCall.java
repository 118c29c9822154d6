package kcd.kerberos.exchange;

import java.util.List;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.failure.Attempt;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.Ticket;

/**
 * One TGS request, without what every such request has.
 *
 * @param step which exchange it belongs to
 * @param what what it is for, for messages
 * @param realm whose KDC is asked
 * @param server the service asked for
 * @param options KDC options beside forwardable and canonicalize
 * @param additionalTickets the evidence of S4U2Proxy
 * @param padata further pre-authentication data, made anew for each try
 */
record TgsCall(
        Attempt.Step step,
        String what,
        Realm realm,
        PrincipalName server,
        int options,
        List<Ticket> additionalTickets,
        ExtraPaData padata) {

    /** A plain request. */
    static TgsCall plain(Attempt.Step step, String what, Realm realm, PrincipalName server) {
        return new TgsCall(step, what, realm, server, 0, List.of(), (session, subkey, nonce) -> List.of());
    }

    /** Pre-authentication data that is signed with the request's own keys. */
    interface ExtraPaData {
        List<PaData> make(EncryptionKey sessionKey, EncryptionKey subkey, long nonce);
    }
}
