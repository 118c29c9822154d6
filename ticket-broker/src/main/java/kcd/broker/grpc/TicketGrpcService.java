package kcd.broker.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import io.smallrye.common.annotation.RunOnVirtualThread;
import kcd.broker.explain.ExplainOutcome.Explained;
import kcd.broker.explain.ExplainOutcome.NotExplained;
import kcd.broker.explain.Explainer;
import kcd.broker.mint.MintOutcome.Minted;
import kcd.broker.mint.MintOutcome.Refused;
import kcd.broker.mint.MintedToken;
import kcd.broker.mint.RefusedException;
import kcd.broker.mint.TokenMinter;
import kcd.ticket.v1.ExplainRequest;
import kcd.ticket.v1.ExplainResponse;
import kcd.ticket.v1.MintTokenRequest;
import kcd.ticket.v1.MintTokenResponse;
import kcd.ticket.v1.TicketBrokerGrpc;

/** The service of ticket_broker.proto: decode, call, encode. */
@GrpcService
@RegisterInterceptor(CallerInterceptor.class)
public class TicketGrpcService extends TicketBrokerGrpc.TicketBrokerImplBase {
    private final TokenMinter minter;
    private final Explainer explainer;

    public TicketGrpcService(TokenMinter minter, Explainer explainer) {
        this.minter = minter;
        this.explainer = explainer;
    }

    @Override
    @RunOnVirtualThread
    public void mintToken(MintTokenRequest request, StreamObserver<MintTokenResponse> response) {
        try {
            switch (minter.mint(CallerInterceptor.CALLER.get(), RequestDecoder.decode(request))) {
                case Minted minted -> {
                    response.onNext(encode(minted.token()));
                    response.onCompleted();
                }
                case Refused refused -> response.onError(StatusMapper.toStatus(refused.refusal()));
            }
        } catch (RefusedException malformed) {
            response.onError(StatusMapper.toStatus(malformed.refusal()));
        }
    }

    @Override
    @RunOnVirtualThread
    public void explain(ExplainRequest request, StreamObserver<ExplainResponse> response) {
        try {
            switch (explainer.explain(CallerInterceptor.CALLER.get(), RequestDecoder.decode(request))) {
                case Explained(var explanation) -> {
                    response.onNext(ExplanationEncoder.encode(explanation));
                    response.onCompleted();
                }
                case NotExplained(var refusal) -> response.onError(StatusMapper.toStatus(refusal));
            }
        } catch (RefusedException malformed) {
            response.onError(StatusMapper.toStatus(malformed.refusal()));
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
