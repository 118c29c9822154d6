package kcd.broker.client;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import kcd.ticket.v1.CertificateChain;
import kcd.ticket.v1.MintTokenRequest;
import kcd.ticket.v1.TicketBrokerGrpc;
import kcd.ticket.v1.TicketBrokerGrpc.TicketBrokerBlockingStub;

/** An mTLS channel to the broker, and how to read its failures. */
public final class BrokerClient implements AutoCloseable {
    private static final int DEADLINE_SECONDS = 60;

    private final ManagedChannel channel;

    /** @param certificate PEM files, as all others here */
    public BrokerClient(String host, int port, Path certificate, Path privateKey, Path trusted) throws IOException {
        channel = NettyChannelBuilder.forAddress(host, port)
                .sslContext(GrpcSslContexts.forClient()
                        .keyManager(certificate.toFile(), privateKey.toFile())
                        .trustManager(trusted.toFile())
                        .build())
                .build();
    }

    public TicketBrokerBlockingStub stub() {
        return TicketBrokerGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    public ManagedChannel channel() {
        return channel;
    }

    public static MintTokenRequest.Builder byCertificate(List<X509Certificate> chain, String spn) {
        var certificates = CertificateChain.newBuilder();
        chain.forEach(certificate -> certificates.addCertificates(der(certificate)));
        return MintTokenRequest.newBuilder().setCertificateChain(certificates).setTargetSpn(spn);
    }

    public static MintTokenRequest.Builder byUpn(String upn, String spn) {
        return MintTokenRequest.newBuilder().setUserPrincipalName(upn).setTargetSpn(spn);
    }

    /** The details that the contract promises with every failure. */
    public static ErrorInfo errorInfo(StatusRuntimeException failure) {
        return detail(failure, ErrorInfo.class).orElseThrow(() -> new AssertionError("no ErrorInfo: " + failure));
    }

    public static Optional<RetryInfo> retryInfo(StatusRuntimeException failure) {
        return detail(failure, RetryInfo.class);
    }

    public static List<X509Certificate> certificates(Path pem) throws IOException {
        try (var in = Files.newInputStream(pem)) {
            Collection<? extends java.security.cert.Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            return all.stream().map(X509Certificate.class::cast).toList();
        } catch (CertificateException e) {
            throw new IOException(e);
        }
    }

    private static <T extends com.google.protobuf.Message> Optional<T> detail(
            StatusRuntimeException failure, Class<T> type) {
        var status = StatusProto.fromThrowable(failure);
        return status == null
                ? Optional.empty()
                : status.getDetailsList().stream()
                        .filter(any -> any.is(type))
                        .findFirst()
                        .map(any -> unpack(any, type));
    }

    private static <T extends com.google.protobuf.Message> T unpack(com.google.protobuf.Any any, Class<T> type) {
        try {
            return any.unpack(type);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ByteString der(X509Certificate certificate) {
        try {
            return ByteString.copyFrom(certificate.getEncoded());
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
