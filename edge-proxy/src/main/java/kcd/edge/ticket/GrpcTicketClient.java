package kcd.edge.ticket;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.client.impl.GrpcClientRequestImpl;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import kcd.edge.trace.Traces;
import kcd.ticket.v1.CertificateChain;
import kcd.ticket.v1.MintTokenRequest;
import kcd.ticket.v1.MintTokenResponse;
import kcd.ticket.v1.VerifyReplyRequest;
import kcd.ticket.v1.VerifyReplyResponse;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Asks the user's ticket-broker, and the next ones while it is unreachable: MintToken is safe to repeat.
///
/// One instance belongs to one event loop. A broker's verdict about a user is final; only silence moves on to
/// the next broker, within one deadline for the whole.
public final class GrpcTicketClient implements TicketClient {
    /// Time for one broker; a domain controller may have to be asked several times behind it.
    static final Duration ATTEMPT_DEADLINE = Duration.ofSeconds(8);

    /// Time for all of them; devices wait about half a minute.
    static final Duration WHOLE_DEADLINE = Duration.ofSeconds(16);

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
    private final HttpClient client;
    private final long maxMessageBytes;
    private final BrokerDirectory directory;
    private final BrokerChoice choice = new BrokerChoice(System::nanoTime);

    GrpcTicketClient(Vertx vertx, HttpClient client, long maxMessageBytes, BrokerDirectory directory) {
        this.vertx = vertx;
        this.client = client;
        this.maxMessageBytes = maxMessageBytes;
        this.directory = directory;
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
        List<BrokerAddress> brokers = choice.inOrder(request.user().label().fingerprint(), directory.brokers());
        long deadline = System.nanoTime() + WHOLE_DEADLINE.toNanos();
        attempt(new Question(message, request.traceparent()), brokers, 0, deadline, outcome);
        return outcome.future();
    }

    private void attempt(
            Question question,
            List<BrokerAddress> brokers,
            int attempt,
            long deadline,
            Promise<TicketOutcome> outcome) {
        BrokerAddress broker = brokers.get(attempt);
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        long patience = Math.clamp(leftMillis, 1, ATTEMPT_DEADLINE.toMillis());
        call(question, broker, patience).onComplete(answered -> {
            if (answered.succeeded()) {
                choice.answered(broker);
                outcome.complete(answered.result());
                return;
            }
            choice.silent(broker);
            boolean mayGoOn = deadline - System.nanoTime() > 0;
            if (mayGoOn && attempt + 1 < Math.min(MAX_ATTEMPTS, brokers.size())) {
                attempt(question, brokers, attempt + 1, deadline, outcome);
            } else {
                outcome.complete(new TicketOutcome.Failed(
                        new TicketFailure.Temporary("BROKER_UNREACHABLE", RETRY_AFTER_SILENCE)));
            }
        });
    }

    /// Fails only where another broker may do better.
    private Future<TicketOutcome> call(Question question, BrokerAddress broker, long patienceMillis) {
        Promise<TicketOutcome> outcome = Promise.promise();
        Call call = new Call(outcome, broker, patienceMillis);
        long timer = vertx.setTimer(patienceMillis, _ -> call.timeOut());
        outcome.future().onComplete(_ -> vertx.cancelTimer(timer));
        request(broker, MINT_TOKEN)
                .onSuccess(request -> call.send(request, question))
                .onFailure(outcome::tryFail);
        return outcome.future();
    }

    /// To this address, but under the broker's name: Vert.x' own gRPC client takes one of the two only.
    private <Q, A> Future<GrpcClientRequest<Q, A>> request(BrokerAddress broker, ServiceMethod<A, Q> method) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(broker.port(), broker.ip()))
                .setHost(broker.name())
                .setPort(broker.port());
        return client.request(options).map(http -> {
            var call = new GrpcClientRequestImpl<Q, A>(http, maxMessageBytes, method.encoder(), method.decoder());
            call.fullMethodName(method.fullMethodName());
            return call;
        });
    }

    @Override
    public Future<Boolean> verify(ReplyHandle handle, Optional<ByteString> reply) {
        VerifyReplyRequest message = VerifyReplyRequest.newBuilder()
                .setReplyHandle(handle.handle())
                .setReplyToken(reply.orElse(ByteString.EMPTY))
                .build();
        return request(handle.broker(), VERIFY_REPLY)
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

    private record Question(MintTokenRequest message, String traceparent) {}

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
        private final BrokerAddress broker;
        private final long patienceMillis;
        private @Nullable GrpcClientRequest<MintTokenRequest, MintTokenResponse> request;
        private @Nullable MintTokenResponse answer;

        Call(Promise<TicketOutcome> outcome, BrokerAddress broker, long patienceMillis) {
            this.outcome = outcome;
            this.broker = broker;
            this.patienceMillis = patienceMillis;
        }

        void send(GrpcClientRequest<MintTokenRequest, MintTokenResponse> ready, Question question) {
            if (outcome.future().isComplete()) {
                ready.cancel();
                return;
            }
            request = ready;
            ready.headers().set("grpc-timeout", patienceMillis + "m");
            ready.headers().set(Traces.FIELD, question.traceparent());
            ready.exceptionHandler(outcome::tryFail);
            ready.response().onSuccess(this::receive).onFailure(outcome::tryFail);
            ready.end(question.message()).onFailure(outcome::tryFail);
        }

        void timeOut() {
            if (outcome.tryFail("no answer within " + patienceMillis + " ms") && request != null) {
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
                        minted.getUpstreamRejection(),
                        minted.hasTicketEndTime()
                                ? Instant.ofEpochSecond(
                                        minted.getTicketEndTime().getSeconds())
                                : Instant.MAX));
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
