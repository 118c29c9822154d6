package kcd.edge.bed;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import kcd.pki.workshop.Credential;
import kcd.ticket.v1.MintTokenRequest;
import kcd.ticket.v1.MintTokenResponse;
import kcd.ticket.v1.VerifyReplyRequest;
import kcd.ticket.v1.VerifyReplyResponse;
import org.jspecify.annotations.Nullable;

/// A ticket-broker over mTLS that takes the user's name from the certificate's common name. Common names beginning with
/// `no-` are refused as their continuation says: `no-identity`, `no-kdc`, `no-delegation`.
public final class FakeBroker {
    private static final ServiceMethod<MintTokenRequest, MintTokenResponse> MINT_TOKEN = ServiceMethod.server(
            ServiceName.create("kcd.ticket.v1", "TicketBroker"),
            "MintToken",
            GrpcMessageEncoder.encoder(),
            GrpcMessageDecoder.decoder(MintTokenRequest.parser()));
    private static final ServiceMethod<VerifyReplyRequest, VerifyReplyResponse> VERIFY_REPLY = ServiceMethod.server(
            ServiceName.create("kcd.ticket.v1", "TicketBroker"),
            "VerifyReply",
            GrpcMessageEncoder.encoder(),
            GrpcMessageDecoder.decoder(VerifyReplyRequest.parser()));
    private static final Pattern COMMON_NAME = Pattern.compile("CN=([^,]+)");

    /// A load test must not fill the heap.
    private static final int MAX_KEPT = 10_000;

    private final AtomicLong minted = new AtomicLong();
    private final Queue<MintTokenRequest> requests = new LinkedBlockingQueue<>();
    private volatile @Nullable String lastTraceparent;
    private volatile boolean withoutLists;
    private final HttpServer server;

    FakeBroker(Vertx vertx, int port, Credential identity, Path directory, Path trust) {
        Credential.PemFiles files = identity.writePem(directory, "broker");
        GrpcServer grpc = GrpcServer.server(vertx);
        grpc.callHandler(MINT_TOKEN, request -> {
            lastTraceparent = request.headers().get("traceparent");
            request.handler(message -> answer(request, message));
        });
        grpc.callHandler(
                VERIFY_REPLY,
                request -> request.handler(message -> request.response()
                        .end(VerifyReplyResponse.newBuilder()
                                .setVerified(message.getReplyToken().equals(TestToken.proof(message.getReplyHandle())))
                                .build())));
        server = Await.result(vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertPath(files.certificate().toString())
                                .addKeyPath(files.privateKey().toString()))
                        .setTrustOptions(new PemTrustOptions().addCertPath(trust.toString())))
                .requestHandler(grpc)
                .listen());
    }

    public int port() {
        return server.actualPort();
    }

    public long minted() {
        return minted.get();
    }

    /// What was asked of late, in order.
    public Queue<MintTokenRequest> requests() {
        return requests;
    }

    /// What the last question belonged to.
    public @Nullable String lastTraceparent() {
        return lastTraceparent;
    }

    /// As after a start: it cannot judge anybody yet.
    public void withoutLists(boolean isSo) {
        withoutLists = isSo;
    }

    public void close() {
        Await.result(server.close());
    }

    private void answer(GrpcServerRequest<MintTokenRequest, MintTokenResponse> request, MintTokenRequest message) {
        requests.add(message);
        if (requests.size() > MAX_KEPT) {
            requests.poll();
        }
        if (withoutLists) {
            fail(request, GrpcStatus.UNAVAILABLE, "REVOCATION_UNKNOWN", "TEMPORARY", 7);
            return;
        }
        String user = commonName(message.getCertificateChain().getCertificates(0));
        switch (user) {
            case "no-identity" -> fail(request, GrpcStatus.FAILED_PRECONDITION, "NO_IDENTITY", "PERMANENT", 0);
            case "no-kdc" -> fail(request, GrpcStatus.UNAVAILABLE, "KDC_UNAVAILABLE", "TEMPORARY", 7);
            case "no-delegation" -> fail(request, GrpcStatus.INTERNAL, "DELEGATION_NOT_ALLOWED", "CONFIGURATION", 600);
            default -> {
                TestToken token = token(user, message);
                Iterable<ByteString> further = IntStream.range(0, message.getFurtherTokens())
                        .mapToObj(_ -> ByteString.copyFrom(token(user, message).bytes()))
                        .toList();
                request.response()
                        .end(MintTokenResponse.newBuilder()
                                .setTicketEndTime(Timestamp.newBuilder()
                                        .setSeconds(Instant.now()
                                                .plus(ticketLife(user))
                                                .getEpochSecond()))
                                .setSpnegoToken(ByteString.copyFrom(token.bytes()))
                                .addAllFurtherTokens(further)
                                .setReplyHandle(message.getMutualAuthentication() ? token.handle() : ByteString.EMPTY)
                                .setClientPrincipal(user + "@EXAMPLE.COM")
                                .build());
            }
        }
    }

    private TestToken token(String user, MintTokenRequest message) {
        return TestToken.mint(user, message.getTargetSpn(), message.getTlsServerEndPoint(), minted.incrementAndGet());
    }

    /// The user named brief gets tickets of ten minutes, all others of ten hours.
    private static java.time.Duration ticketLife(String user) {
        return user.equals("brief") ? java.time.Duration.ofMinutes(10) : java.time.Duration.ofHours(10);
    }

    private static void fail(
            GrpcServerRequest<MintTokenRequest, MintTokenResponse> request,
            GrpcStatus status,
            String reason,
            String failureClass,
            int retrySeconds) {
        Status.Builder details = Status.newBuilder()
                .setCode(status.code)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setDomain("kcd.ticket.v1")
                        .setReason("FAILURE_REASON_" + reason)
                        .putMetadata("class", "FAILURE_CLASS_" + failureClass)
                        .build()));
        if (retrySeconds > 0) {
            details.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(Duration.newBuilder().setSeconds(retrySeconds))
                    .build()));
        }
        String encoded = Base64.getEncoder()
                .withoutPadding()
                .encodeToString(details.build().toByteArray());
        request.response().status(status).statusMessage(reason);
        request.response().trailers().set("grpc-status-details-bin", encoded);
        request.response().end();
    }

    private static String commonName(ByteString der) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der.toByteArray()));
            Matcher matcher =
                    COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
            return matcher.find() ? matcher.group(1) : "";
        } catch (CertificateException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
