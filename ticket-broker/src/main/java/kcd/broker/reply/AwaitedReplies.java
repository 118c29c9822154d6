package kcd.broker.reply;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kcd.broker.caller.Caller;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.gss.AcceptorProof;
import kcd.kerberos.gss.AcceptorProof.NotProven;
import kcd.kerberos.gss.AcceptorProof.Verdict;

/**
 * What the answers to tokens under way are checked with. The session keys stay here; a caller holds a random handle,
 * good for one question within a minute.
 */
public final class AwaitedReplies {
    public static final int HANDLE_BYTES = 16;
    /** An upstream that answers later has lost its caller anyway. */
    static final Duration LIFE = Duration.ofSeconds(60);
    /**
     * A minute's tokens of a busy caller; past it its oldest go, and their answers count as unproven. Each caller has a share
     * of its own, so that none can push out what others wait for.
     */
    static final int MAX_AWAITED = 100_000;

    private final SecureRandom random;
    private final ReplyJournal journal;
    private final Clock clock;
    private final Instant origin;
    /** By a caller's name, so as many as are configured. */
    private final Map<String, Cache<Octets, Awaited>> awaited = new ConcurrentHashMap<>();

    public AwaitedReplies(SecureRandom random, Clock clock, ReplyJournal journal) {
        this.random = random;
        this.journal = journal;
        this.clock = clock;
        this.origin = clock.instant();
    }

    private Cache<Octets, Awaited> of(Caller caller) {
        return awaited.computeIfAbsent(
                caller.name(),
                _ -> Caffeine.newBuilder()
                        .maximumSize(MAX_AWAITED)
                        .expireAfterWrite(LIFE)
                        .ticker(() -> Duration.between(origin, clock.instant()).toNanos())
                        .executor(Runnable::run)
                        .build());
    }

    /**
     * Keeps what the answer will be checked with.
     *
     * @param what the token, for the log: whose, to which service
     * @return the handle
     */
    public Octets await(Caller caller, String what, AcceptorProof proof) {
        byte[] bytes = new byte[HANDLE_BYTES];
        random.nextBytes(bytes);
        Octets handle = Octets.of(bytes);
        of(caller).put(handle, new Awaited(what, proof));
        return handle;
    }

    /** Whether the answer proves who sent it; the handle is used up, whatever comes of it. */
    public Verdict verify(Caller caller, Octets handle, Octets reply) {
        Awaited token = of(caller).asMap().remove(handle);
        if (token == null) {
            return verdict(
                    caller, "a token", new NotProven("the handle is unknown here, used, or older than a minute"));
        }
        return verdict(
                caller,
                token.what(),
                reply.isEmpty()
                        ? new NotProven("the upstream sent no proof, though one was asked for")
                        : token.proof().check(reply));
    }

    private Verdict verdict(Caller caller, String what, Verdict verdict) {
        journal.checked(caller, what, verdict);
        return verdict;
    }

    private record Awaited(String what, AcceptorProof proof) {}
}
