package kcd.kerberos.exchange;

import java.util.Optional;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.name.Principal;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.PaS4uX509User;
import org.jspecify.annotations.Nullable;

/**
 * The KDC's word on who the user of an S4U2Self request is: PA-S4U-X509-USER in the reply. It stands outside of the
 * reply's protected part, so it carries a checksum of its own; under an RC4 key that has no key, and counts only if the
 * protected part repeats it. MS-SFU sections 2.2.2 and 3.1.5.1.1.2.
 */
final class UserConfirmation {
    private UserConfirmation() {}

    /** The user; none from KDCs that know PA-FOR-USER only, or whose word nothing protects. */
    static @Nullable Principal of(TgsAnswer answer, PaS4uX509User request, ReplyCheck check) throws KerberosException {
        Optional<Octets> value = PaData.find(answer.reply().padata(), PaData.S4U_X509_USER);
        if (value.isEmpty()) {
            return null;
        }
        PaS4uX509User reply;
        try {
            reply = PaS4uX509User.decode(value.get());
        } catch (MalformedMessageException e) {
            throw check.violation("malformed PA-S4U-X509-USER: " + e.getMessage());
        }
        check.require(reply.nonce() == request.nonce(), "PA-S4U-X509-USER answers another request");
        int usage = (reply.options() & PaS4uX509User.USE_REPLY_KEY_USAGE) != 0
                ? KeyUsage.S4U_X509_USER_REPLY
                : KeyUsage.S4U_X509_USER_REQUEST;
        check.require(reply.verify(answer.subkey(), usage), "PA-S4U-X509-USER is not signed by the KDC");
        if (!reply.isKeyed()) {
            Optional<Octets> repeated = PaData.find(answer.part().encryptedPaData(), PaData.S4U_X509_USER);
            if (repeated.isEmpty()) {
                return null;
            }
            check.require(
                    repeated.get().equals(reply.bound(request)),
                    "PA-S4U-X509-USER is not the one the reply's protected part repeats");
        }
        return reply.cname() == null ? null : new Principal(reply.cname(), reply.crealm());
    }
}
