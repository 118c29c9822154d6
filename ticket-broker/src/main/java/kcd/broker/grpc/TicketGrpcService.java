package kcd.broker.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import kcd.broker.caller.Caller;
import kcd.broker.explain.ExplainOutcome.Explained;
import kcd.broker.explain.ExplainOutcome.NotExplained;
import kcd.broker.explain.Explainer;
import kcd.broker.mint.MintOutcome.Minted;
import kcd.broker.mint.MintOutcome.Refused;
import kcd.broker.mint.MintedToken;
import kcd.broker.mint.RefusedCalls;
import kcd.broker.mint.TokenMinter;
import kcd.broker.refusal.RefusedException;
import kcd.ticket.v1.ExplainRequest;
import kcd.ticket.v1.ExplainResponse;
import kcd.ticket.v1.MintTokenRequest;
import kcd.ticket.v1.MintTokenResponse;
import kcd.ticket.v1.TicketBrokerGrpc;

/**
 * The service of ticket_broker.proto: decode, call, encode; each call on a virtual thread of its own.
 *
 * <p>Not by {@code @RunOnVirtualThread}: on the HTTPS server it lets the end of a request overtake the request, which then
 * fails as "Half-closed without a request", or hangs (quarkusio/quarkus#48940, mended after 3.32.4).
 */
@GrpcService
@RegisterInterceptor(CallerInterceptor.class)
public class TicketGrpcService extends TicketBrokerGrpc.TicketBrokerImplBase {
    private final TokenMinter minter;
    private final Explainer explainer;
    private final RefusedCalls refusedCalls;
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("calls-", 0).factory());

    public TicketGrpcService(TokenMinter minter, Explainer explainer, RefusedCalls refusedCalls) {
        this.minter = minter;
        this.explainer = explainer;
        this.refusedCalls = refusedCalls;
    }

    @Override
    public void mintToken(MintTokenRequest request, StreamObserver<MintTokenResponse> response) {
        Caller caller = CallerInterceptor.CALLER.get();
        answerIfStillAsked(response);
        threads.execute(() -> mintToken(caller, request, response));
    }

    private void mintToken(Caller caller, MintTokenRequest request, StreamObserver<MintTokenResponse> response) {
        try {
            switch (minter.mint(caller, RequestDecoder.decode(request))) {
                case Minted minted -> {
                    response.onNext(encode(minted.token()));
                    response.onCompleted();
                }
                case Refused refused -> response.onError(StatusMapper.toStatus(refused.refusal()));
            }
        } catch (RefusedException malformed) {
            refusedCalls.refused(caller.name(), malformed.refusal());
            response.onError(StatusMapper.toStatus(malformed.refusal()));
        }
    }

    @Override
    public void explain(ExplainRequest request, StreamObserver<ExplainResponse> response) {
        Caller caller = CallerInterceptor.CALLER.get();
        answerIfStillAsked(response);
        threads.execute(() -> explain(caller, request, response));
    }

    private void explain(Caller caller, ExplainRequest request, StreamObserver<ExplainResponse> response) {
        try {
            switch (explainer.explain(caller, RequestDecoder.decode(request))) {
                case Explained(var explanation) -> {
                    response.onNext(ExplanationEncoder.encode(explanation));
                    response.onCompleted();
                }
                case NotExplained(var refusal) -> response.onError(StatusMapper.toStatus(refusal));
            }
        } catch (RefusedException malformed) {
            refusedCalls.refused(caller.name(), malformed.refusal());
            response.onError(StatusMapper.toStatus(malformed.refusal()));
        }
    }

    /** With a handler in place an answer to a caller that has gone is dropped; without one it is an exception. */
    private static void answerIfStillAsked(StreamObserver<?> response) {
        if (response instanceof ServerCallStreamObserver<?> call) {
            call.setOnCancelHandler(() -> {});
        }
    }

    private static MintTokenResponse encode(MintedToken token) {
        return MintTokenResponse.newBuilder()
                .setSpnegoToken(ByteString.copyFrom(token.spnego()))
                .setClientPrincipal(token.clientPrincipal())
                .setTicketEndTime(
                        Timestamp.newBuilder().setSeconds(token.ticketEndTime().getEpochSecond()))
                .build();
    }
}
