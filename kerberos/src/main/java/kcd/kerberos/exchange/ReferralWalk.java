package kcd.kerberos.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.Attempt;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.name.NameType;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.TicketGrantingTicket;
import kcd.kerberos.wire.KdcOptions;
import kcd.kerberos.wire.KdcReply;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.KdcRequestBody;
import kcd.kerberos.wire.KrbError;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.PacOptions;

/** Follows referrals that have nothing to do with any user's ticket: to a realm, to a user, to a target. RFC 6806. */
final class ReferralWalk {
    /** As MIT's client writes it: one component, and that empty. */
    private static final PrincipalName NOBODY = new PrincipalName(NameType.X500_PRINCIPAL, List.of(""));

    private final Dialogue dialogue;
    private final TgsExchange tgs;
    private final Realm home;

    ReferralWalk(Dialogue dialogue, TgsExchange tgs, Realm home) {
        this.dialogue = dialogue;
        this.tgs = tgs;
        this.home = home;
    }

    /** From a ticket-granting ticket to one for {@code realm}, over intermediate trusts. RFC 4120 section 3.3.1. */
    TicketGrantingTicket toRealm(TicketGrantingTicket start, Realm realm) throws KerberosException {
        Attempt.Step step = Attempt.Step.CROSS_REALM;
        String what = "for " + realm;
        Hops hops = new Hops(step, what);
        TicketGrantingTicket tgt = start;
        while (!tgt.realm().equals(realm)) {
            hops.to(tgt.realm());
            TgsAnswer answer = tgs.ask(tgt, TgsCall.plain(step, what, tgt.realm(), PrincipalName.tgs(realm)));
            if (!answer.server().isTgs()) {
                throw Dialogue.violation(step, what, tgt.realm(), "a ticket for " + answer.server() + " instead");
            }
            if (!answer.credential().client().sameAccount(tgt.credential().client())) {
                throw Dialogue.violation(step, what, tgt.realm(), "the ticket is another client's");
            }
            tgt = new TicketGrantingTicket(answer.credential());
        }
        return tgt;
    }

    /**
     * The realm a user principal name lives in, asked of the KDCs. RFC 6806 section 7. No proof is sent, so no
     * bad-password count moves.
     */
    Realm ofUser(String userPrincipalName) throws KerberosException {
        return ofUser("of " + userPrincipalName, PrincipalName.enterprise(userPrincipalName), List.of());
    }

    /** The realm of the account that a certificate is mapped to, asked likewise. MS-SFU section 3.1.5.1.1.1. */
    Realm ofHolder(Octets certificate, String what) throws KerberosException {
        return ofUser(what, NOBODY, List.of(new PaData(PaData.S4U_X509_USER, certificate)));
    }

    private Realm ofUser(String what, PrincipalName name, List<PaData> proof) throws KerberosException {
        Attempt.Step step = Attempt.Step.LOCATE_USER;
        Hops hops = new Hops(step, what);
        Realm realm = home;
        while (true) {
            hops.to(realm);
            switch (dialogue.ask(step, what, realm, probe(name, realm, proof))) {
                case KdcReply noProofNeeded -> {
                    return realm;
                }
                case KrbError error -> {
                    switch (error.errorCode()) {
                        case ErrorCode.PREAUTH_REQUIRED, ErrorCode.ETYPE_NOSUPP -> {
                            return realm;
                        }
                        case ErrorCode.WRONG_REALM -> {
                            if (error.crealm() == null) {
                                throw Dialogue.violation(step, what, realm, "a referral to no realm");
                            }
                            realm = error.crealm();
                        }
                        default -> throw dialogue.failed(step, what, error, PrincipalName.tgs(realm));
                    }
                }
            }
        }
    }

    /** The realm a target is registered in. RFC 6806 section 8. */
    Realm ofTarget(TgtSource tgts, ServicePrincipalName target) throws KerberosException {
        Attempt.Step step = Attempt.Step.LOCATE_TARGET;
        String what = "of " + target;
        Hops hops = new Hops(step, what);
        Realm realm = home;
        while (true) {
            hops.to(realm);
            TgsAnswer answer = tgs.ask(tgts.tgt(realm), TgsCall.plain(step, what, realm, target.asName()));
            if (!answer.server().isTgs()) {
                new ReplyCheck(step, what, realm)
                        .require(
                                answer.server().sameIgnoringCase(target.asName()),
                                "a ticket for " + answer.server() + " instead");
                return realm;
            }
            realm = answer.server().tgsRealm();
        }
    }

    private KdcRequest probe(PrincipalName name, Realm realm, List<PaData> proof) {
        List<PaData> padata = new ArrayList<>(proof);
        padata.add(PacOptions.requestPac());
        return new KdcRequest(
                KdcRequest.Type.AS,
                padata,
                new KdcRequestBody(
                        KdcOptions.CANONICALIZE,
                        name,
                        realm,
                        PrincipalName.tgs(realm),
                        dialogue.clock().now(realm).plus(Duration.ofMinutes(10)),
                        null,
                        dialogue.nonce(),
                        dialogue.permitted().numbers(),
                        List.of()));
    }
}
