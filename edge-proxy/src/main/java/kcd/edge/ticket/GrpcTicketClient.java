package kcd.edge.ticket;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import kcd.edge.http.TraceContext;
import kcd.ticket.v1.CertificateChain;
import kcd.ticket.v1.MintTokenRequest;
import kcd.ticket.v1.MintTokenResponse;
import kcd.ticket.v1.VerifyReplyRequest;
import kcd.ticket.v1.VerifyReplyResponse;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Asks the ticket-brokers, one after the other while they are unreachable: MintToken is safe to repeat.
///
/// One instance belongs to one event loop. A broker's verdict about a user is final; only silence moves on to
/// the next broker, within one deadline for the whole.
public final class GrpcTicketClient implements TicketClient {
    /// Time for one broker; a domain controller may have to be asked several times behind it.
    static final Duration ATTEMPT_DEADLINE = Duration.ofSeconds(8);

    static final int MAX_ATTEMPTS = 3;
    private static final Duration RETRY_AFTER_SILENCE = Duration.ofSeconds(15);

    private static final ServiceMethod<MintTokenResponse, MintTokenRequest> MINT_TOKEN = ServiceMethod.client(
            ServiceName.create("kcd.ticket.v1", "TicketBroker"),
            "MintToken",
            GrpcMessageEncoder.encoder(),
            GrpcMessageDecoder.decoder(MintTokenResponse.parser()));

    private static final ServiceMethod<VerifyReplyResponse, VerifyReplyRequest> VERIFY_REPLY = ServiceMethod.client(
            ServiceName.create("kcd.ticket.v1", "TicketBroker"),
            "VerifyReply",
            GrpcMessageEncoder.encoder(),
            GrpcMessageDecoder.decoder(VerifyReplyResponse.parser()));

    private static final Logger LOG = Logger.getLogger(GrpcTicketClient.class);

    /// It asks no one else.
    private static final Duration VERIFY_DEADLINE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final GrpcClient client;
    private final List<SocketAddress> brokers;
    private int preferred;

    public GrpcTicketClient(Vertx vertx, GrpcClient client, List<SocketAddress> brokers) {
        this.vertx = vertx;
        this.client = client;
        this.brokers = List.copyOf(brokers);
    }

    @Override
    public Future<TicketOutcome> mint(TicketRequest request) {
        MintTokenRequest message;
        try {
            message = encode(request);
        } catch (CertificateEncodingException _) {
            return Future.succeededFuture(new TicketOutcome.Failed(new TicketFailure.Permanent("NO_IDENTITY")));
        }
        Promise<TicketOutcome> outcome = Promise.promise();
        attempt(new Question(message, request.trace()), preferred, 1, outcome);
        return outcome.future();
    }

    private void attempt(Question question, int broker, int attempt, Promise<TicketOutcome> outcome) {
        call(question, brokers.get(broker)).onComplete(answered -> {
            if (answered.succeeded()) {
                preferred = broker;
                outcome.complete(answered.result());
            } else if (attempt < Math.min(MAX_ATTEMPTS, brokers.size())) {
                attempt(question, (broker + 1) % brokers.size(), attempt + 1, outcome);
            } else {
                outcome.complete(new TicketOutcome.Failed(
                        new TicketFailure.Temporary("BROKER_UNREACHABLE", RETRY_AFTER_SILENCE)));
            }
        });
    }

    /// Fails only where another broker may do better.
    private Future<TicketOutcome> call(Question question, SocketAddress broker) {
        Promise<TicketOutcome> outcome = Promise.promise();
        Call call = new Call(outcome, broker);
        long timer = vertx.setTimer(ATTEMPT_DEADLINE.toMillis(), _ -> call.timeOut());
        outcome.future().onComplete(_ -> vertx.cancelTimer(timer));
        client.request(broker, MINT_TOKEN)
                .onSuccess(request -> call.send(request, question))
                .onFailure(outcome::tryFail);
        return outcome.future();
    }

    @Override
    public Future<Boolean> verify(ReplyHandle handle, Optional<ByteString> reply) {
        VerifyReplyRequest message = VerifyReplyRequest.newBuilder()
                .setReplyHandle(handle.handle())
                .setReplyToken(reply.orElse(ByteString.EMPTY))
                .build();
        return client.request(handle.broker(), VERIFY_REPLY)
                .compose(request -> {
                    request.headers().set("grpc-timeout", VERIFY_DEADLINE.toMillis() + "m");
                    return request.send(message);
                })
                .compose(response -> response.last())
                .map(answer -> {
                    if (!answer.getVerified()) {
                        LOG.warnf("an upstream did not prove who it is: %s", answer.getReason());
                    }
                    return answer.getVerified();
                })
                .timeout(VERIFY_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(false);
    }

    private record Question(MintTokenRequest message, TraceContext trace) {}

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
                .build();
    }

    /// One call to one broker.
    private static final class Call {
        private final Promise<TicketOutcome> outcome;
        private final SocketAddress broker;
        private @Nullable GrpcClientRequest<MintTokenRequest, MintTokenResponse> request;
        private @Nullable MintTokenResponse answer;

        Call(Promise<TicketOutcome> outcome, SocketAddress broker) {
            this.outcome = outcome;
            this.broker = broker;
        }

        void send(GrpcClientRequest<MintTokenRequest, MintTokenResponse> ready, Question question) {
            if (outcome.future().isComplete()) {
                ready.cancel();
                return;
            }
            request = ready;
            ready.headers().set("grpc-timeout", ATTEMPT_DEADLINE.toMillis() + "m");
            ready.headers().set(TraceContext.FIELD, question.trace().traceparent());
            ready.exceptionHandler(outcome::tryFail);
            ready.response().onSuccess(this::receive).onFailure(outcome::tryFail);
            ready.end(question.message()).onFailure(outcome::tryFail);
        }

        void timeOut() {
            if (outcome.tryFail("no answer within " + ATTEMPT_DEADLINE) && request != null) {
                request.cancel();
            }
        }

        private void receive(GrpcClientResponse<MintTokenRequest, MintTokenResponse> response) {
            response.exceptionHandler(outcome::tryFail);
            response.handler(message -> answer = message);
            response.endHandler(_ -> finish(response));
        }

        private void finish(GrpcClientResponse<MintTokenRequest, MintTokenResponse> response) {
            MintTokenResponse minted = answer;
            if (response.status() == GrpcStatus.OK && minted != null) {
                outcome.tryComplete(new TicketOutcome.Minted(
                        new SpnegoToken(minted.getSpnegoToken().toByteArray()),
                        minted.getClientPrincipal(),
                        Optional.of(minted.getReplyHandle())
                                .filter(handle -> !handle.isEmpty())
                                .map(handle -> new ReplyHandle(handle, broker)),
                        minted.getUpstreamRejection()));
                return;
            }
            BrokerError error = BrokerError.of(response);
            if (error.isSilence()) {
                outcome.tryFail(error.toString());
            } else {
                outcome.tryComplete(new TicketOutcome.Failed(error.failure()));
            }
        }
    }
}
