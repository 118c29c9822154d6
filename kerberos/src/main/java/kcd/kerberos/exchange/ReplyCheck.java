package kcd.kerberos.exchange;

import java.time.Duration;
import java.time.Instant;
import kcd.kerberos.crypto.CryptoException;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.failure.Attempt;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.wire.EncKdcReplyPart;
import kcd.kerberos.wire.KdcReply;
import kcd.kerberos.wire.KdcRequestBody;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.kerberos.wire.TicketFlags;

/**
 * What must hold of every reply before anything in it is believed: it decrypts, repeats our nonce, its protected part
 * names the ticket it comes with, and its times make sense. RFC 4120 sections 3.1.5 and 3.3.4.
 */
final class ReplyCheck {
    /** The usual tolerance between hosts. RFC 4120 section 1.6. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final Attempt.Step step;
    private final String what;
    private final Realm realm;

    ReplyCheck(Attempt.Step step, String what, Realm realm) {
        this.step = step;
        this.what = what;
        this.realm = realm;
    }

    EncKdcReplyPart open(
            KdcReply reply,
            KdcRequestBody request,
            EncryptionKey key,
            int usage,
            Instant now,
            PermittedEnctypes permitted)
            throws KerberosException {
        EncKdcReplyPart part = decrypt(reply, key, usage);
        requirePermitted(permitted, "the session key", part.key());
        require(part.nonce() == request.nonce(), "the reply's nonce is not the request's");
        require(
                reply.ticket().sname().equals(part.sname())
                        && reply.ticket().realm().equals(part.srealm()),
                "the ticket is for another service than the protected part says");
        require((part.flags() & TicketFlags.INVALID) == 0, "the ticket is not valid yet");
        require(part.endTime().isAfter(now), "the ticket has ended already");
        Instant start = part.startTime() == null ? part.authTime() : part.startTime();
        require(!start.isAfter(now.plus(SKEW)), "the ticket starts in the future");
        return part;
    }

    void require(boolean holds, String otherwise) throws KerberosException {
        if (!holds) {
            throw violation(otherwise);
        }
    }

    /** A KDC, or who is in between, may choose a weaker key than any that was offered. */
    void requirePermitted(PermittedEnctypes permitted, String whose, EncryptionKey key) throws KerberosException {
        Enctype enctype = key.enctype();
        if (!permitted.contains(enctype)) {
            throw new KerberosException(new KerberosFailure.EncryptionTypeMismatch(
                    Attempt.of(step, what, realm, whose + " is " + enctype.label() + ", which we did not offer")));
        }
    }

    KerberosException violation(String detail) {
        return Dialogue.violation(step, what, realm, detail);
    }

    private EncKdcReplyPart decrypt(KdcReply reply, EncryptionKey key, int usage) throws KerberosException {
        try {
            return EncKdcReplyPart.decode(reply.encPart().decrypt(key, usage));
        } catch (CryptoException | MalformedMessageException e) {
            throw violation("the reply cannot be read: " + e.getMessage());
        }
    }

    static Credential credential(KdcReply reply, EncKdcReplyPart part) {
        return new Credential(
                reply.ticket(),
                new Principal(reply.cname(), reply.crealm()),
                new Principal(part.sname(), part.srealm()),
                part.key(),
                part.flags(),
                part.startTime() == null ? part.authTime() : part.startTime(),
                part.endTime());
    }
}
