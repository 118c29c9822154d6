package kcd.broker.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import kcd.broker.caller.Caller;
import kcd.broker.mint.MintOutcome.Minted;
import kcd.broker.mint.MintOutcome.Refused;
import kcd.broker.mint.MintedToken;
import kcd.broker.mint.RefusedException;
import kcd.broker.mint.TokenMinter;
import kcd.ticket.v1.MintTokenRequest;
import kcd.ticket.v1.MintTokenResponse;
import kcd.ticket.v1.TicketBrokerGrpc;

/**
 * The service of ticket_broker.proto: decode, call, encode.
 *
 * <p>Each call gets its virtual thread here, once its request has arrived whole, and not by an annotation: the
 * framework's own hand-over lets a call's end overtake its request when there are many, and the caller is told
 * "INTERNAL: Half-closed without a request" (quarkusio/quarkus issue 48940). {@code ./kcd bench mint} shows it within seconds.
 */
@GrpcService
@RegisterInterceptor(CallerInterceptor.class)
public class TicketGrpcService extends TicketBrokerGrpc.TicketBrokerImplBase {
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("mint-", 0).factory());
    private final TokenMinter minter;

    public TicketGrpcService(TokenMinter minter) {
        this.minter = minter;
    }

    @Override
    public void mintToken(MintTokenRequest request, StreamObserver<MintTokenResponse> response) {
        Caller caller = CallerInterceptor.CALLER.get();
        threads.execute(() -> mint(caller, request, response));
    }

    private void mint(Caller caller, MintTokenRequest request, StreamObserver<MintTokenResponse> response) {
        try {
            switch (minter.mint(caller, RequestDecoder.decode(request))) {
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

    private static MintTokenResponse encode(MintedToken token) {
        return MintTokenResponse.newBuilder()
                .setSpnegoToken(ByteString.copyFrom(token.spnego()))
                .setClientPrincipal(token.clientPrincipal())
                .setTicketEndTime(
                        Timestamp.newBuilder().setSeconds(token.ticketEndTime().getEpochSecond()))
                .build();
    }
}
