package kcd.broker.reply;

import kcd.broker.caller.Caller;
import kcd.kerberos.gss.AcceptorProof.Verdict;

/** Is told what came of each check of an upstream's proof. */
@FunctionalInterface
public interface ReplyJournal {
    /** @param what whose token it answered, to which service */
    void checked(Caller caller, String what, Verdict verdict);
}
