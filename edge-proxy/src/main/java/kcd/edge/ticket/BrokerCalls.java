package kcd.edge.ticket;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpConnection;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import kcd.edge.trace.Traces;
import kcd.ticket.v1.MintTokenRequest;
import kcd.ticket.v1.MintTokenResponse;
import kcd.ticket.v1.VerifyReplyRequest;
import kcd.ticket.v1.VerifyReplyResponse;
import org.jspecify.annotations.Nullable;

/// One call to one broker. Belongs to one event loop.
final class BrokerCalls {
    /// Hardly a call takes as long; whoever has to wait longer wants to know whether somebody is there.
    private static final long USUAL_MILLIS = 1_000;

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

    private final Vertx vertx;
    private final HttpClient client;
    private final long maxMessageBytes;
    private final BrokerPulse pulse = new BrokerPulse();

    BrokerCalls(Vertx vertx, HttpClient client, long maxMessageBytes) {
        this.vertx = vertx;
        this.client = client;
        this.maxMessageBytes = maxMessageBytes;
    }

    /// A question, and the request of a device that it is for.
    record Question(MintTokenRequest message, String traceparent) {}

    /// Fails only where another broker may do better.
    Future<TicketOutcome> mint(Question question, BrokerAddress broker, Duration patience) {
        Promise<TicketOutcome> outcome = Promise.promise();
        Call call = new Call(outcome, broker, patience.toMillis());
        call.watch();
        request(broker, MINT_TOKEN)
                .onSuccess(request -> call.send(request, question))
                .onFailure(outcome::tryFail);
        return outcome.future();
    }

    Future<VerifyReplyResponse> verify(VerifyReplyRequest message, BrokerAddress broker, Duration patience) {
        return request(broker, VERIFY_REPLY)
                .compose(request -> {
                    request.headers().set("grpc-timeout", patience.toMillis() + "m");
                    return request.send(message);
                })
                .compose(response -> response.last())
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
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

    private final class Call {
        private final Promise<TicketOutcome> outcome;
        private final BrokerAddress broker;
        private final long patienceMillis;
        private @Nullable GrpcClientRequest<MintTokenRequest, MintTokenResponse> request;
        private @Nullable MintTokenResponse answer;
        private long timer;

        Call(Promise<TicketOutcome> outcome, BrokerAddress broker, long patienceMillis) {
            this.outcome = outcome;
            this.broker = broker;
            this.patienceMillis = patienceMillis;
        }

        /// Feels the broker's pulse once the usual time is over, every so often, and gives up with its patience.
        void watch() {
            long since = System.nanoTime();
            timer = vertx.setPeriodic(Math.min(USUAL_MILLIS, patienceMillis), _ -> {
                if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since) >= patienceMillis) {
                    timeOut();
                } else if (request != null) {
                    HttpConnection connection = request.connection();
                    if (connection != null) {
                        pulse.feel(connection);
                    }
                }
            });
            outcome.future().onComplete(_ -> vertx.cancelTimer(timer));
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

        private void timeOut() {
            if (outcome.tryFail(NoAnswerException.silence("no answer within " + patienceMillis + " ms"))
                    && request != null) {
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
                                : Instant.MAX,
                        minted.getFurtherTokensList().stream()
                                .map(token -> new SpnegoToken(token.toByteArray()))
                                .toList()));
                return;
            }
            BrokerError error = BrokerError.of(response);
            if (error.isSilence()) {
                outcome.tryFail(NoAnswerException.silence(error.toString()));
            } else if (error.isOwnTrouble()) {
                outcome.tryFail(NoAnswerException.trouble(error.failure()));
            } else {
                outcome.tryComplete(new TicketOutcome.Failed(error.failure()));
            }
        }
    }
}
