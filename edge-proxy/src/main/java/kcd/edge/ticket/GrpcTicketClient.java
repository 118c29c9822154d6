package kcd.edge.ticket;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import kcd.edge.ticket.BrokerCalls.Question;
import kcd.ticket.v1.CertificateChain;
import kcd.ticket.v1.MintTokenRequest;
import kcd.ticket.v1.VerifyReplyRequest;
import org.jboss.logging.Logger;

/// Asks the user's ticket-broker and, while it is silent, the next ones and then all of them again, until the request's
/// deadline: MintToken is safe to repeat. A verdict about a user is final.
///
/// ```
/// the user's own ─► the next ─► … ─► pause, names looked up anew ─► the user's own ─► …   until the deadline
/// ```
/// So a restart costs devices a moment, not a failure, even that of all brokers at once. When nobody has answered for
/// longer than a restart takes, it is asked once and not waited for.
///
/// One instance belongs to one event loop.
public final class GrpcTicketClient implements TicketClient {
    /// Time for one broker; a domain controller may have to be asked several times behind it.
    static final Duration ATTEMPT_DEADLINE = Duration.ofSeconds(8);

    /// Of a round; in a large crowd the others are as silent.
    static final int MAX_ASKED = 3;

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;
    private static final int MAX_DOUBLINGS = 4;
    private static final Duration RETRY_AFTER_SILENCE = Duration.ofSeconds(15);

    /// It asks no one else.
    private static final Duration VERIFY_DEADLINE = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(GrpcTicketClient.class);

    private final Vertx vertx;
    private final BrokerCalls calls;
    private final BrokerDirectory directory;
    private final long deadlineNanos;
    private final BrokerChoice choice = new BrokerChoice(System::nanoTime);
    private final BrokerOutage outage = new BrokerOutage(System::nanoTime);

    /// @param deadline for a token, over all brokers
    GrpcTicketClient(Vertx vertx, BrokerCalls calls, BrokerDirectory directory, Duration deadline) {
        this.vertx = vertx;
        this.calls = calls;
        this.directory = directory;
        this.deadlineNanos = deadline.toNanos();
    }

    @Override
    public Future<TicketOutcome> mint(TicketRequest request) {
        MintTokenRequest message;
        try {
            message = encode(request);
        } catch (CertificateEncodingException _) {
            return Future.succeededFuture(new TicketOutcome.Failed(new TicketFailure.Permanent("NO_IDENTITY")));
        }
        Search search = new Search(
                new Question(message, request.traceparent()),
                request.user().label().fingerprint());
        search.next();
        return search.outcome.future();
    }

    @Override
    public Future<Boolean> verify(ReplyHandle handle, Optional<ByteString> reply) {
        VerifyReplyRequest message = VerifyReplyRequest.newBuilder()
                .setReplyHandle(handle.handle())
                .setReplyToken(reply.orElse(ByteString.EMPTY))
                .build();
        return calls.verify(message, handle.broker(), VERIFY_DEADLINE)
                .map(answer -> {
                    if (!answer.getVerified()) {
                        LOG.warnf("an upstream did not prove who it is: %s", answer.getReason());
                    }
                    return answer.getVerified();
                })
                .otherwise(false);
    }

    private static MintTokenRequest encode(TicketRequest request) throws CertificateEncodingException {
        CertificateChain.Builder chain = CertificateChain.newBuilder();
        for (X509Certificate certificate : request.user().chain()) {
            chain.addCertificates(UnsafeByteOperations.unsafeWrap(certificate.getEncoded()));
        }
        return MintTokenRequest.newBuilder()
                .setCertificateChain(chain)
                .setTargetSpn(request.targetSpn())
                .setTlsServerEndPoint(request.binding().map(b -> b.hash()).orElse(ByteString.EMPTY))
                .setRenewTicket(request.renewed())
                .setUpstreamReply(request.rejection().orElse(ByteString.EMPTY))
                .setMutualAuthentication(request.mutual())
                .setFurtherTokens(request.further())
                .build();
    }

    /// For one token.
    private final class Search {
        private final Promise<TicketOutcome> outcome = Promise.promise();
        private final Question question;
        private final String certificate;
        private final long end = System.nanoTime() + deadlineNanos;
        private final Set<BrokerAddress> askedInRound = new HashSet<>();
        private TicketFailure trouble = new TicketFailure.Temporary("BROKER_UNREACHABLE", RETRY_AFTER_SILENCE);
        private int rounds;

        Search(Question question, String certificate) {
            this.question = question;
            this.certificate = certificate;
        }

        void next() {
            if (askedInRound.size() == MAX_ASKED) {
                nextRound();
                return;
            }
            choice.inOrder(certificate, directory.brokers()).stream()
                    .filter(broker -> !askedInRound.contains(broker))
                    .findFirst()
                    .ifPresentOrElse(this::ask, this::nextRound);
        }

        private void ask(BrokerAddress broker) {
            askedInRound.add(broker);
            long patience = Math.clamp(millisLeft(), 1, ATTEMPT_DEADLINE.toMillis());
            calls.mint(question, broker, Duration.ofMillis(patience)).onComplete(answered -> {
                if (answered.succeeded()) {
                    choice.answered(broker);
                    outage.answered();
                    outcome.complete(answered.result());
                } else {
                    LOG.debugf("%s: %s", broker, answered.cause());
                    unanswered(broker, answered.cause());
                }
            });
        }

        private void unanswered(BrokerAddress broker, Throwable cause) {
            choice.silent(broker);
            outage.unanswered();
            directory.lookAgain();
            NoAnswerException.troubleOf(cause).ifPresent(said -> trouble = said);
            if (millisLeft() > 0) {
                next();
            } else {
                giveUp();
            }
        }

        private void nextRound() {
            long most = Math.min(FIRST_PAUSE_MILLIS << Math.min(rounds++, MAX_DOUBLINGS), LONGEST_PAUSE_MILLIS);
            long pause = ThreadLocalRandom.current().nextLong(most / 2, most + 1);
            if (outage.isLong() || millisLeft() <= pause) {
                giveUp();
            } else {
                askedInRound.clear();
                vertx.setTimer(pause, _ -> next());
            }
        }

        private void giveUp() {
            outcome.complete(new TicketOutcome.Failed(trouble));
        }

        private long millisLeft() {
            return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }
}
