package kcd.kerberos.exchange;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.failure.Attempt;
import kcd.kerberos.failure.FailureTable;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.wire.KdcAnswer;
import kcd.kerberos.wire.KdcReply;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.KrbError;
import kcd.kerberos.wire.MalformedMessageException;

/** One request, one answer: the way to the KDC, with its failures in our words. */
final class Dialogue {
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private final Kdc kdc;
    private final ExchangeListener listener;
    private final RealmClock clock;
    private final SecureRandom random;
    private final PermittedEnctypes permitted;
    private final AtomicInteger micros;

    Dialogue(Kdc kdc, ExchangeListener listener, RealmClock clock, SecureRandom random, PermittedEnctypes permitted) {
        this.permitted = permitted;
        this.kdc = kdc;
        this.listener = listener;
        this.clock = clock;
        this.random = random;
        this.micros = new AtomicInteger(random.nextInt(MICROS_PER_SECOND));
    }

    /** Sends the request; an error is an answer too. */
    KdcAnswer ask(Attempt.Step step, String what, Realm realm, KdcRequest request) throws KerberosException {
        try {
            KdcAnswer answer = KdcAnswer.decode(
                    Octets.of(kdc.exchange(realm, request.encode().toArray())));
            if (answer instanceof KdcReply reply && reply.type() != request.type()) {
                throw violation(step, what, realm, "an answer to another kind of request");
            }
            if (answer instanceof KrbError error) {
                clock.observe(realm, error.stime().plusNanos(error.susec() * NANOS_PER_MICRO));
            }
            listener.answered(step, what, realm, answer);
            return answer;
        } catch (KdcUnreachableException e) {
            Attempt attempt = Attempt.of(step, what, realm, String.valueOf(e.getMessage()));
            throw new KerberosException(
                    e.isConfigured()
                            ? new KerberosFailure.KdcUnavailable(attempt)
                            : new KerberosFailure.RealmUnknown(attempt, realm));
        } catch (MalformedMessageException e) {
            throw violation(step, what, realm, "malformed answer: " + e.getMessage());
        }
    }

    /** Tells who follows what the last answer turned out to be. */
    void verified(Attempt.Step step, String what, Realm realm, Credential credential) {
        listener.verified(step, what, realm, credential);
    }

    /** The failure an error stands for. */
    KerberosException failed(Attempt.Step step, String what, KrbError error, PrincipalName asked) {
        return new KerberosException(FailureTable.classify(step, what, error, asked, clock.now()));
    }

    static KerberosException violation(Attempt.Step step, String what, Realm realm, String detail) {
        return new KerberosException(new KerberosFailure.ProtocolViolation(Attempt.of(step, what, realm, detail)));
    }

    /** 31 bits: some KDCs take the nonce for a signed number. */
    long nonce() {
        return random.nextInt() & 0x7fffffffL;
    }

    /**
     * Microseconds for an authenticator: every one of a second's million comes before any repeats, so that no replay
     * cache sees one (ctime, cusec) twice. The start is random, since other processes share the account.
     */
    int micros() {
        return Math.floorMod(micros.getAndIncrement(), MICROS_PER_SECOND);
    }

    /** What may be offered and accepted. */
    PermittedEnctypes permitted() {
        return permitted;
    }

    RealmClock clock() {
        return clock;
    }

    SecureRandom random() {
        return random;
    }
}
