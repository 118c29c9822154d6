package kcd.kerberos.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.CryptoException;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.Attempt;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.kerberos.pac.Pac;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.ticket.EvidenceTicket;
import kcd.kerberos.ticket.TicketGrantingTicket;
import kcd.kerberos.wire.EncTicketPart;
import kcd.kerberos.wire.EncryptedData;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.PaForUser;
import kcd.kerberos.wire.PaS4uX509User;
import kcd.kerberos.wire.PacOptions;
import org.jspecify.annotations.Nullable;

/**
 * S4U2Self: a ticket to ourselves in a user's name, from the user's own realm back to ours. MS-SFU section 3.1.5.1.1.
 *
 * <pre>
 *   user's realm --krbtgt/next--> ... --krbtgt/HOME--> home: the evidence ticket
 * </pre>
 *
 * The name in the evidence is read inside the ticket, under our own key: the names outside are unprotected.
 */
final class S4U2Self {
    /** In messages, for who has no name yet. */
    static final String HOLDER = "the certificate's holder";

    private static final Attempt.Step STEP = Attempt.Step.S4U2SELF;

    private final TgsExchange tgs;
    private final ServiceAccount account;

    S4U2Self(TgsExchange tgs, ServiceAccount account) {
        this.tgs = tgs;
        this.account = account;
    }

    /**
     * Impersonates.
     *
     * @param tgts our own tickets
     * @param user the user's name, plain or enterprise, in the realm the user lives in
     */
    EvidenceTicket impersonate(TgtSource tgts, Principal user) throws KerberosException {
        return impersonate(tgts, "for " + user, user.realm(), user, null);
    }

    /**
     * Impersonates whoever the KDC says the certificate is of. Its word has to be signed: no name was asked for that an
     * answer could be held against.
     *
     * @param realm that has the certificate's account
     */
    EvidenceTicket impersonate(TgtSource tgts, Realm realm, Octets certificate) throws KerberosException {
        return impersonate(tgts, "for " + HOLDER, realm, null, certificate);
    }

    /** Exactly one of {@code asked} and {@code certificate} is there. */
    private EvidenceTicket impersonate(
            TgtSource tgts, String what, Realm home, @Nullable Principal asked, @Nullable Octets certificate)
            throws KerberosException {
        Hops hops = new Hops(STEP, what);
        TicketGrantingTicket tgt = tgts.tgt(home);
        Principal named = asked;
        boolean confirmed = false;
        while (true) {
            Realm realm = tgt.realm();
            hops.to(realm);
            Octets shown = confirmed ? null : certificate;
            TgsAnswer answer = tgs.ask(tgt, call(what, realm, home, named, shown));
            ReplyCheck check = new ReplyCheck(STEP, what, realm);
            PaS4uX509User request = userId(answer.nonce(), named, home, shown, answer.subkey());
            Principal canonical = UserConfirmation.of(answer, request, check);
            if (canonical != null) {
                check.require(canonical.realm().equals(home), "a realm vouches for another realm's user");
                check.require(
                        !confirmed || named == null || canonical.sameAccount(named),
                        "the user's name changed on the way");
                named = canonical;
                confirmed = true;
            }
            if (named == null) {
                throw new KerberosException(new KerberosFailure.KdcUnsupported(
                        Attempt.of(STEP, what, realm, "the KDC does not say whose certificate it is")));
            }
            if (!answer.server().isTgs()) {
                return evidence(answer, what, realm, asked == null ? named : asked, confirmed ? named : null);
            }
            tgt = new TicketGrantingTicket(answer.credential());
        }
    }

    private TgsCall call(String what, Realm realm, Realm home, @Nullable Principal user, @Nullable Octets certificate) {
        return new TgsCall(STEP, what, realm, account.nameIn(realm), 0, List.of(), (session, subkey, nonce) -> {
            List<PaData> padata = new ArrayList<>();
            padata.add(userId(nonce, user, home, certificate, subkey).toPaData());
            if (user != null) {
                padata.add(PaForUser.forUser(user, session));
            }
            padata.add(PacOptions.of(PacOptions.CLAIMS | PacOptions.RESOURCE_BASED_DELEGATION));
            return padata;
        });
    }

    private static PaS4uX509User userId(
            long nonce, @Nullable Principal user, Realm home, @Nullable Octets certificate, EncryptionKey subkey) {
        return PaS4uX509User.sign(
                nonce,
                user == null ? null : user.name(),
                home,
                certificate,
                PaS4uX509User.USE_REPLY_KEY_USAGE,
                subkey,
                KeyUsage.S4U_X509_USER_REQUEST);
    }

    private EvidenceTicket evidence(
            TgsAnswer answer, String what, Realm realm, Principal asked, @Nullable Principal confirmed)
            throws KerberosException {
        ReplyCheck check = new ReplyCheck(STEP, what, realm);
        check.require(
                realm.equals(account.realm())
                        && answer.server().sameIgnoringCase(account.principal().name()),
                "a ticket for " + answer.server() + " instead of ourselves");
        OpenTicket opened = open(answer, what, realm);
        EncTicketPart inside = opened.part();
        // The reply does not protect the ticket beside it: another evidence ticket off the wire opens as well.
        check.require(inside.key().equals(answer.part().key()), "the ticket is not the one the reply speaks of");
        Principal user = new Principal(inside.cname(), inside.crealm());
        if (user.sameAccount(account.principal()) && !asked.sameAccount(account.principal())) {
            throw new KerberosException(new KerberosFailure.KdcUnsupported(
                    Attempt.of(STEP, what, realm, "the KDC ignored the request to impersonate")));
        }
        Credential credential = answer.credential();
        check.require(credential.client().equals(user), "the reply names another user than the ticket");
        check.require(
                confirmed == null || user.sameAccount(confirmed), "the ticket is for another user than confirmed");
        // PA-FOR-USER has no nonce: one of another request, put in its place, yields a ticket for the other user.
        check.require(
                confirmed != null || user.sameAccount(asked), "the ticket is for " + user + ", which nothing confirms");
        return new EvidenceTicket(credential, opened.pac());
    }

    private OpenTicket open(TgsAnswer answer, String what, Realm realm) throws KerberosException {
        EncryptedData sealed = answer.reply().ticket().encPart();
        Optional<Enctype> enctype = Enctype.of(sealed.etype()).filter(account.permitted()::contains);
        if (enctype.isEmpty()) {
            throw new KerberosException(new KerberosFailure.EncryptionTypeMismatch(
                    Attempt.of(STEP, what, realm, "the ticket to ourselves has encryption type " + sealed.etype())));
        }
        for (EncryptionKey key : account.keys().ticketKeys(enctype.get(), sealed.kvno())) {
            Optional<Octets> plain = decrypt(sealed, key);
            if (plain.isPresent()) {
                return read(plain.get(), key, what, realm);
            }
        }
        throw new KerberosException(new KerberosFailure.ServiceAccountRefused(Attempt.of(
                STEP,
                what,
                realm,
                "none of our keys opens a ticket to ourselves ("
                        + enctype.get().label()
                        + (sealed.kvno() == null ? "" : ", kvno " + sealed.kvno())
                        + ")")));
    }

    private static OpenTicket read(Octets plain, EncryptionKey key, String what, Realm realm) throws KerberosException {
        try {
            EncTicketPart part = EncTicketPart.decode(plain);
            return new OpenTicket(part, Pac.of(part, key));
        } catch (MalformedMessageException e) {
            throw Dialogue.violation(STEP, what, realm, "malformed ticket to ourselves: " + e.getMessage());
        } catch (CryptoException e) {
            throw Dialogue.violation(STEP, what, realm, "the ticket to ourselves: " + e.getMessage());
        }
    }

    /** What is inside, under our own key. */
    private record OpenTicket(EncTicketPart part, Optional<Pac> pac) {}

    private static Optional<Octets> decrypt(EncryptedData sealed, EncryptionKey key) {
        try {
            return Optional.of(sealed.decrypt(key, KeyUsage.TICKET));
        } catch (CryptoException anotherKey) {
            return Optional.empty();
        }
    }
}
