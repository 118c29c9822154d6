package kcd.broker.explain;

import java.time.Duration;
import java.util.Optional;
import kcd.broker.kdc.ControllerAddress;
import kcd.broker.kdc.KdcExchanges;
import kcd.kerberos.exchange.ExchangeListener;
import kcd.kerberos.failure.Attempt;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.failure.FailureTable;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.wire.KdcAnswer;
import kcd.kerberos.wire.KdcReply;
import kcd.kerberos.wire.KrbError;

/**
 * Writes down each answer of a KDC: tickets once they are verified, errors as they come. A reply that fails verification
 * leaves no step; the failure that follows tells of it.
 */
final class KdcSteps implements ExchangeListener, KdcExchanges {
    /** The engine's own question after a refusal that two causes may have: may anybody be delegated by us? */
    private static final String PROBE = "Can the service account's own ticket be forwarded?";

    private final Transcript transcript;
    private final String ourselves;
    private boolean delegationRefused;
    private Optional<ControllerAddress> controller = Optional.empty();

    KdcSteps(Transcript transcript, Principal account) {
        this.transcript = transcript;
        this.ourselves = "for " + account;
    }

    @Override
    public void finished(Realm realm, ControllerAddress address, Result result, Duration latency) {
        switch (result) {
            case ANSWERED -> controller = Optional.of(address);
            case FAILED -> controller = Optional.empty();
            case OVERTAKEN -> {}
        }
    }

    @Override
    public void answered(Attempt.Step step, String what, Realm realm, KdcAnswer answer) {
        transcript.stage(isProbe(step, what) ? "Conclusion" : title(step, what, realm));
        switch (answer) {
            case KrbError error -> error(step, what, realm, error);
            case KdcReply _ when step == Attempt.Step.LOCATE_USER -> located(title(step, what, realm), realm);
            case KdcReply _ -> {} // verified() tells
        }
    }

    @Override
    public void verified(Attempt.Step step, String what, Realm realm, Credential credential) {
        if (isProbe(step, what)) {
            transcript.steps().answered(PROBE, conclusion(credential.isForwardable()), realm, controller);
            return;
        }
        boolean referral = credential.server().name().isTgs()
                && !credential.server().name().tgsRealm().equals(realm);
        String found = referral
                ? "leads to " + credential.server().name().tgsRealm()
                : "for " + credential.server().name();
        transcript
                .steps()
                .answered(title(step, what, realm), found + ": " + TicketWords.of(credential), realm, controller);
    }

    private void error(Attempt.Step step, String what, Realm realm, KrbError error) {
        Attempt attempt = FailureTable.attempt(step, what, error);
        String title = title(step, what, realm);
        if (step == Attempt.Step.LOCATE_USER && says(error, ErrorCode.PREAUTH_REQUIRED, ErrorCode.ETYPE_NOSUPP)) {
            located(title, realm);
        } else if (step == Attempt.Step.LOCATE_USER
                && says(error, ErrorCode.WRONG_REALM, ErrorCode.WRONG_REALM)
                && error.crealm() != null) {
            transcript.steps().answered(title, "refers to " + error.crealm(), realm, controller);
        } else {
            delegationRefused |= step == Attempt.Step.S4U2PROXY;
            transcript.steps().refused(title, attempt.outcome(), realm, controller, error.errorCode());
        }
    }

    private boolean isProbe(Attempt.Step step, String what) {
        return delegationRefused && step == Attempt.Step.S4U2SELF && what.equals(ourselves);
    }

    private static String conclusion(boolean forwardable) {
        return forwardable
                ? "yes: so it is the user that may not be delegated"
                : "no: the service account lacks 'Use any authentication protocol'";
    }

    private void located(String title, Realm realm) {
        transcript.steps().answered(title, realm + " knows this name", realm, controller);
    }

    private static boolean says(KrbError error, int one, int other) {
        return error.errorCode() == one || error.errorCode() == other;
    }

    /** As printable as a failure's own text: names come out of certificates. */
    private static String title(Attempt.Step step, String what, Realm realm) {
        return step + " " + Attempt.of(step, what, realm, "").what();
    }
}
