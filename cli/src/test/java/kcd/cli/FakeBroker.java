package kcd.cli;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ClientAuth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential.PemFiles;
import kcd.pki.workshop.TestCa;
import kcd.ticket.v1.ExplainRequest;
import kcd.ticket.v1.ExplainResponse;
import kcd.ticket.v1.TicketBrokerGrpc;

/** A broker over real mutual TLS that gives the answer it is told to give. */
final class FakeBroker extends TicketBrokerGrpc.TicketBrokerImplBase implements AutoCloseable {
    final AtomicReference<ExplainRequest> asked = new AtomicReference<>();
    private final AtomicReference<ExplainResponse> answer = new AtomicReference<>();
    private final PemFiles client;
    private final Path trusted;
    private final Server server;
    private final int port;

    FakeBroker(Path folder) throws IOException {
        TestCa ca = CertificateWorkshop.now().root("Deployment CA");
        PemFiles own = ca.service("localhost").writePem(folder, "broker");
        client = ca.service("admin.kcd.svc").writePem(folder, "admin");
        trusted = ca.writeCertificate(folder, "deployment");
        server = NettyServerBuilder.forAddress(new InetSocketAddress("localhost", 0))
                .sslContext(GrpcSslContexts.forServer(
                                own.certificate().toFile(), own.privateKey().toFile())
                        .trustManager(trusted.toFile())
                        .clientAuth(ClientAuth.REQUIRE)
                        .build())
                .addService(this)
                .build()
                .start();
        port = server.getPort();
    }

    /** From now on; without one, callers are refused. */
    void answer(ExplainResponse response) {
        answer.set(response);
    }

    /** The command line's part that leads here. */
    String[] connection() {
        return new String[] {
            "--broker", "localhost:" + port,
            "--mtls-certificate", client.certificate().toString(),
            "--mtls-private-key", client.privateKey().toString(),
            "--mtls-trust-store", trusted.toString()
        };
    }

    @Override
    public void explain(ExplainRequest request, StreamObserver<ExplainResponse> response) {
        asked.set(request);
        ExplainResponse prepared = answer.get();
        if (prepared == null) {
            response.onError(Status.PERMISSION_DENIED
                    .withDescription("caller admin may not ask")
                    .asRuntimeException());
        } else {
            response.onNext(prepared);
            response.onCompleted();
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
