package kcd.broker.explain;

import java.util.ArrayList;
import java.util.List;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.pac.AccountControl;
import kcd.kerberos.pac.Pac;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.ticket.EvidenceTicket;
import kcd.kerberos.wire.TicketFlags;

/** Tickets in words: what may be shown of them, which is neither the ticket nor its key. */
final class TicketWords {
    private TicketWords() {}

    /** Encryption types, flags, end time. */
    static String of(Credential credential) {
        return "ticket " + enctype(credential.ticket().encPart().etype()) + ", session key "
                + credential.sessionKey().enctype().label() + "; " + flags(credential.flags()) + "; until "
                + credential.endTime();
    }

    /** Who the user is, by the domain's own signed word where there is one. */
    static String of(EvidenceTicket evidence) {
        return evidence.user()
                + (evidence.isForwardable()
                        ? "; forwardable: both kinds of delegation may build on it"
                        : "; NOT forwardable (the user may not be delegated, or the service account lacks 'Use any"
                                + " authentication protocol'): the service account's own list will not do")
                + "; " + evidence.pac().map(TicketWords::of).orElse("no PAC: the KDC says nothing of the account");
    }

    private static String of(Pac pac) {
        return "PAC: account " + pac.accountName().orElse(pac.client().name())
                + pac.user().map(sid -> ", SID " + sid).orElse(", no SID")
                + pac.userPrincipalName().map(upn -> ", UPN " + upn).orElse("")
                + pac.accountControl().map(TicketWords::of).orElse("");
    }

    private static String of(AccountControl control) {
        return (control.isSensitive() ? ", SENSITIVE and cannot be delegated" : ", not marked sensitive")
                + (control.isDisabled() ? ", DISABLED" : "");
    }

    private static String enctype(int number) {
        return Enctype.of(number).map(Enctype::label).orElse("of encryption type " + number);
    }

    private static String flags(int flags) {
        List<String> words = new ArrayList<>();
        words.add((flags & TicketFlags.FORWARDABLE) != 0 ? "forwardable" : "not forwardable");
        if ((flags & TicketFlags.RENEWABLE) != 0) {
            words.add("renewable");
        }
        if ((flags & TicketFlags.INITIAL) != 0) {
            words.add("initial");
        }
        if ((flags & TicketFlags.PRE_AUTHENT) != 0) {
            words.add("pre-authenticated");
        }
        if ((flags & TicketFlags.OK_AS_DELEGATE) != 0) {
            words.add("ok as delegate");
        }
        return String.join(", ", words);
    }
}
