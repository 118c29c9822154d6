package kcd.broker.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import kcd.broker.audit.Trace;
import kcd.broker.caller.Caller;
import kcd.broker.explain.ExplainOutcome.Explained;
import kcd.broker.explain.ExplainOutcome.NotExplained;
import kcd.broker.explain.Explainer;
import kcd.broker.mint.MintOutcome.Minted;
import kcd.broker.mint.MintOutcome.Refused;
import kcd.broker.mint.MintRequest;
import kcd.broker.mint.MintedToken;
import kcd.broker.mint.RefusedCalls;
import kcd.broker.mint.TokenMinter;
import kcd.broker.refusal.RefusedException;
import kcd.broker.reply.AwaitedReplies;
import kcd.broker.reply.Rejection;
import kcd.broker.trace.CallSpans;
import kcd.kerberos.gss.AcceptorProof.NotProven;
import kcd.kerberos.gss.AcceptorProof.Proven;
import kcd.kerberos.gss.AcceptorProof.Verdict;
import kcd.ticket.v1.ExplainRequest;
import kcd.ticket.v1.ExplainResponse;
import kcd.ticket.v1.MintTokenRequest;
import kcd.ticket.v1.MintTokenResponse;
import kcd.ticket.v1.TicketBrokerGrpc;
import kcd.ticket.v1.VerifyReplyRequest;
import kcd.ticket.v1.VerifyReplyResponse;

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
    private final AwaitedReplies replies;
    private final Explainer explainer;
    private final RefusedCalls refusedCalls;
    private final Clock clock;
    private final CallSpans spans;
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("calls-", 0).factory());

    public TicketGrpcService(
            TokenMinter minter,
            AwaitedReplies replies,
            Explainer explainer,
            RefusedCalls refusedCalls,
            CallSpans spans,
            Clock clock) {
        this.minter = minter;
        this.replies = replies;
        this.explainer = explainer;
        this.refusedCalls = refusedCalls;
        this.spans = spans;
        this.clock = clock;
    }

    @Override
    public void mintToken(MintTokenRequest request, StreamObserver<MintTokenResponse> response) {
        Caller caller = CallerInterceptor.CALLER.get();
        answerIfStillAsked(response);
        String traceparent = CallerInterceptor.TRACEPARENT.get();
        CallSpans.Call span = spans.begin(traceparent, "MintToken");
        threads.execute(() -> Trace.within(traceparent, () -> span.ended(mintToken(caller, request, response))));
    }

    /** Why it was refused, if it was. */
    private Optional<String> mintToken(
            Caller caller, MintTokenRequest request, StreamObserver<MintTokenResponse> response) {
        try {
            MintRequest decoded = RequestDecoder.decode(request, clock.instant());
            switch (minter.mint(caller, decoded)) {
                case Minted minted -> {
                    response.onNext(encode(minted.token(), decoded));
                    response.onCompleted();
                    return Optional.empty();
                }
                case Refused refused -> {
                    response.onError(StatusMapper.toStatus(refused.refusal()));
                    return Optional.of(refused.refusal().reason().name());
                }
            }
        } catch (RefusedException malformed) {
            refusedCalls.refused(caller.name(), malformed.refusal());
            response.onError(StatusMapper.toStatus(malformed.refusal()));
            return Optional.of(malformed.refusal().reason().name());
        }
    }

    @Override
    public void verifyReply(VerifyReplyRequest request, StreamObserver<VerifyReplyResponse> response) {
        Caller caller = CallerInterceptor.CALLER.get();
        answerIfStillAsked(response);
        String traceparent = CallerInterceptor.TRACEPARENT.get();
        threads.execute(() -> Trace.within(traceparent, () -> verifyReply(caller, request, response)));
    }

    private void verifyReply(Caller caller, VerifyReplyRequest request, StreamObserver<VerifyReplyResponse> response) {
        try {
            response.onNext(
                    encode(replies.verify(caller, RequestDecoder.handle(request), RequestDecoder.reply(request))));
            response.onCompleted();
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

    private static VerifyReplyResponse encode(Verdict verdict) {
        return switch (verdict) {
            case Proven _ -> VerifyReplyResponse.newBuilder().setVerified(true).build();
            case NotProven(var why) ->
                VerifyReplyResponse.newBuilder().setReason(why).build();
        };
    }

    private static MintTokenResponse encode(MintedToken token, MintRequest request) {
        return MintTokenResponse.newBuilder()
                .setUpstreamRejection(request.rejection().map(Rejection::words).orElse(""))
                .setReplyHandle(token.replyHandle()
                        .map(handle -> ByteString.copyFrom(handle.toArray()))
                        .orElse(ByteString.EMPTY))
                .setSpnegoToken(ByteString.copyFrom(token.spnego()))
                .addAllFurtherTokens(token.further().stream()
                        .map(further -> ByteString.copyFrom(further.toArray()))
                        .toList())
                .setClientPrincipal(token.clientPrincipal())
                .setTicketEndTime(
                        Timestamp.newBuilder().setSeconds(token.ticketEndTime().getEpochSecond()))
                .build();
    }
}
