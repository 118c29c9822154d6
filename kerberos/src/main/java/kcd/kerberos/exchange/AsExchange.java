package kcd.kerberos.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.Attempt;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.ticket.TicketGrantingTicket;
import kcd.kerberos.wire.EncKdcReplyPart;
import kcd.kerberos.wire.EtypeInfo2;
import kcd.kerberos.wire.KdcAnswer;
import kcd.kerberos.wire.KdcOptions;
import kcd.kerberos.wire.KdcReply;
import kcd.kerberos.wire.KdcRequestBody;
import kcd.kerberos.wire.KrbError;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.PaEncTimestamp;
import kcd.kerberos.wire.PacOptions;

/**
 * The service account's own authentication. RFC 4120 section 3.1. Asks once without proof, so that the KDC names type,
 * salt and parameters; then proves the key exactly once. A wrong key is therefore tried once, never a series.
 */
final class AsExchange {
    private static final Attempt.Step STEP = Attempt.Step.AUTHENTICATE;

    private final Dialogue dialogue;
    private final Duration lifetime;

    AsExchange(Dialogue dialogue, Duration lifetime) {
        this.dialogue = dialogue;
        this.lifetime = lifetime;
    }

    /** In FAST armour if the account has an account for it, whose ticket is had first, in the clear. */
    TicketGrantingTicket authenticate(ServiceAccount account) throws KerberosException {
        String what = "of " + account.principal();
        ServiceAccount armor = account.armor();
        if (armor == null) {
            return authenticate(account, what, new PlainEnvelope(what, account.realm(), dialogue.random()));
        }
        String forArmor = "of " + armor.principal() + ", the armour of " + account.principal();
        TicketGrantingTicket tgt =
                authenticate(armor, forArmor, new PlainEnvelope(forArmor, armor.realm(), dialogue.random()));
        ReplyCheck check = new ReplyCheck(STEP, what, account.realm());
        return authenticate(account, what, FastArmor.of(tgt, dialogue, check));
    }

    private TicketGrantingTicket authenticate(ServiceAccount account, String what, AsEnvelope envelope)
            throws KerberosException {
        TrialTime time = new TrialTime(dialogue.clock(), account.realm());
        KdcRequestBody body = body(account, time.now());
        AsEnvelope.Opened opened = ask(account, what, envelope, body, List.of(PacOptions.requestPac()));
        if (opened.answer() instanceof KdcReply unproven) {
            EncryptionKey key = opened.replyKey().of(chosen(account, what, unproven.padata()));
            return open(account, what, unproven, body, key, time);
        }
        KrbError demand = (KrbError) opened.answer();
        if (demand.errorCode() != ErrorCode.PREAUTH_REQUIRED || demand.edata() == null) {
            throw failed(account, what, demand);
        }
        List<PaData> methods = methods(account, what, demand.edata());
        return prove(account, what, envelope, methods, time);
    }

    private TicketGrantingTicket prove(
            ServiceAccount account, String what, AsEnvelope envelope, List<PaData> methods, TrialTime time)
            throws KerberosException {
        // First: without a key of ours MIT's KDC offers no encrypted timestamp either, which looks like a call for
        // armour.
        EncryptionKey key = chosen(account, what, methods);
        envelope.admit(methods);
        while (true) {
            KdcRequestBody body = body(account, time.now());
            PaEncTimestamp timestamp = new PaEncTimestamp(time.now().truncatedTo(ChronoUnit.MICROS));
            List<PaData> padata = new ArrayList<>(List.of(envelope.proof(timestamp, key), PacOptions.requestPac()));
            // What the KDC wants to remember of the conversation, RFC 6113 section 5.2.
            PaData.find(methods, PaData.FX_COOKIE).ifPresent(value -> padata.add(new PaData(PaData.FX_COOKIE, value)));
            AsEnvelope.Opened opened = ask(account, what, envelope, body, padata);
            switch (opened.answer()) {
                case KdcReply reply -> {
                    return open(account, what, reply, body, opened.replyKey().of(key), time);
                }
                case KrbError error -> {
                    if (error.errorCode() != ErrorCode.SKEW || !time.take(error.stime())) {
                        throw failed(account, what, error);
                    }
                }
            }
        }
    }

    private AsEnvelope.Opened ask(
            ServiceAccount account, String what, AsEnvelope envelope, KdcRequestBody body, List<PaData> padata)
            throws KerberosException {
        KdcAnswer answer = dialogue.ask(STEP, what, account.realm(), envelope.seal(padata, body));
        return envelope.open(answer, body);
    }

    private KdcRequestBody body(ServiceAccount account, Instant now) {
        return new KdcRequestBody(
                KdcOptions.FORWARDABLE | KdcOptions.CANONICALIZE,
                account.principal().name(),
                account.realm(),
                PrincipalName.tgs(account.realm()),
                now.plus(lifetime),
                null,
                dialogue.nonce(),
                account.keys().enctypes().stream().map(Enctype::number).toList(),
                List.of());
    }

    private static List<PaData> methods(ServiceAccount account, String what, Octets edata) throws KerberosException {
        try {
            return PaData.decodeMethodData(edata);
        } catch (MalformedMessageException e) {
            throw Dialogue.violation(STEP, what, account.realm(), "malformed METHOD-DATA: " + e.getMessage());
        }
    }

    /** The key of the first type in the KDC's list that we have one for. */
    private static EncryptionKey chosen(ServiceAccount account, String what, List<PaData> methods)
            throws KerberosException {
        Optional<Octets> value = PaData.find(methods, PaData.ETYPE_INFO2);
        try {
            for (EtypeInfo2 info : value.isEmpty() ? List.<EtypeInfo2>of() : EtypeInfo2.decode(value.get())) {
                Optional<Enctype> enctype =
                        Enctype.of(info.etype()).filter(account.keys().enctypes()::contains);
                Optional<EncryptionKey> key =
                        enctype.flatMap(e -> account.keys().authenticationKey(e, info));
                if (key.isPresent()) {
                    return key.get();
                }
            }
        } catch (MalformedMessageException e) {
            throw Dialogue.violation(STEP, what, account.realm(), "malformed ETYPE-INFO2: " + e.getMessage());
        }
        throw new KerberosException(new KerberosFailure.EncryptionTypeMismatch(
                Attempt.of(STEP, what, account.realm(), "the KDC offers no encryption type that we have a key of")));
    }

    private TicketGrantingTicket open(
            ServiceAccount account, String what, KdcReply reply, KdcRequestBody body, EncryptionKey key, TrialTime time)
            throws KerberosException {
        ReplyCheck check = new ReplyCheck(STEP, what, account.realm());
        EncKdcReplyPart part = check.open(reply, body, key, KeyUsage.AS_REP, time.now(), account.permitted());
        check.require(
                part.sname().equals(PrincipalName.tgs(account.realm()))
                        && part.srealm().equals(account.realm()),
                "the ticket is not for " + PrincipalName.tgs(account.realm()));
        check.require(
                reply.crealm().equals(account.realm())
                        && reply.cname().sameIgnoringCase(account.principal().name()),
                "the ticket is another client's");
        time.verified();
        TicketGrantingTicket tgt = new TicketGrantingTicket(ReplyCheck.credential(reply, part));
        dialogue.verified(STEP, what, account.realm(), tgt.credential());
        return tgt;
    }

    private KerberosException failed(ServiceAccount account, String what, KrbError error) {
        return dialogue.failed(STEP, what, error, PrincipalName.tgs(account.realm()));
    }
}
