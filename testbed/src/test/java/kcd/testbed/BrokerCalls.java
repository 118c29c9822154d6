package kcd.testbed;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.Credential.PemFiles;
import kcd.ticket.v1.CertificateChain;
import kcd.ticket.v1.MintTokenRequest;
import kcd.ticket.v1.TicketBrokerGrpc;
import kcd.ticket.v1.TicketBrokerGrpc.TicketBrokerBlockingStub;

/** Asks a packaged broker by the contract alone. */
final class BrokerCalls {
    private static final int DEADLINE_SECONDS = 60;

    private BrokerCalls() {}

    /** A connection to the gateway's broker, as this caller. */
    static ManagedChannel channel(BedGateway gateway, String caller) {
        PemFiles own = gateway.pki().files(gateway.caller(caller), "caller-" + caller);
        Path trusted = gateway.pki().anchorFile(gateway.pki().services(), "service-ca");
        try {
            return NettyChannelBuilder.forAddress("localhost", gateway.brokerPort())
                    .sslContext(GrpcSslContexts.forClient()
                            .keyManager(
                                    own.certificate().toFile(), own.privateKey().toFile())
                            .trustManager(trusted.toFile())
                            .build())
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    static TicketBrokerBlockingStub stub(ManagedChannel channel) {
        return TicketBrokerGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    static MintTokenRequest byCertificate(Credential credential, String spn) {
        CertificateChain.Builder chain = CertificateChain.newBuilder();
        try {
            for (X509Certificate certificate : credential.chain()) {
                chain.addCertificates(ByteString.copyFrom(certificate.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
        return MintTokenRequest.newBuilder()
                .setCertificateChain(chain)
                .setTargetSpn(spn)
                .build();
    }

    /** What the broker says of a request that it is to refuse. */
    static ErrorInfo refusal(ManagedChannel channel, MintTokenRequest request) {
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class, () -> stub(channel).mintToken(request));
        return StatusProto.fromThrowable(refused).getDetailsList().stream()
                .filter(detail -> detail.is(ErrorInfo.class))
                .map(detail -> {
                    try {
                        return detail.unpack(ErrorInfo.class);
                    } catch (InvalidProtocolBufferException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .findFirst()
                .orElseThrow();
    }
}
