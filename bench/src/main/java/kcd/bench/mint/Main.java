package kcd.bench.mint;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kcd.bench.Machine;
import kcd.lab.forest.DemoForest;
import kcd.lab.pki.LabPki;
import kcd.ticket.v1.CertificateChain;
import kcd.ticket.v1.MintTokenRequest;
import kcd.ticket.v1.TicketBrokerGrpc;
import kcd.ticket.v1.TicketBrokerGrpc.TicketBrokerStub;

/** Warms the broker up, then measures: by certificate, as the edge asks, and by name, which leaves the certificate out. */
public final class Main {
    private static final int USERS = 100;
    private static final List<Integer> IN_FLIGHT = List.of(32, 1);
    private static final int DEFAULT_SECONDS = 10;
    private static final int MAX_SECONDS = 600;
    private static final double MICROS = 1e6;

    private final Broker broker;
    private final TicketBrokerStub stub;
    private final Duration duration;

    private Main(Broker broker, TicketBrokerStub stub, Duration duration) {
        this.broker = broker;
        this.stub = stub;
        this.duration = duration;
    }

    /** @param arguments the project's directory, and the seconds for each row */
    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length < 2 ? DEFAULT_SECONDS : Integer.parseInt(arguments[1]);
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw new IllegalArgumentException("from 1 to " + MAX_SECONDS + " seconds");
        }
        System.out.println("machine: " + Machine.describe());
        Path directory = Files.createTempDirectory("kcd-bench");
        try (Broker broker = new Broker(Path.of(arguments[0]), directory, USERS)) {
            ManagedChannel channel = channel(broker);
            new Main(broker, TicketBrokerGrpc.newStub(channel), Duration.ofSeconds(seconds)).run();
            channel.shutdownNow();
        } finally {
            delete(directory);
        }
        System.out.println("machine: " + Machine.describe());
    }

    private void run() throws InterruptedException {
        List<MintTokenRequest> byName = byName();
        List<MintTokenRequest> byCertificate = byCertificate(broker.lab().pki());
        cold(byName);
        new Load(stub, byCertificate, 32).run(duration);
        new Load(stub, byName, 32).run(duration);
        System.out.printf("%n%-34s %9s %9s %9s %12s%n", "from cache", "calls/s", "p50 us", "p99 us", "CPU us/call");
        for (int inFlight : IN_FLIGHT) {
            measure("by certificate", byCertificate, inFlight);
            measure("by name", byName, inFlight);
        }
    }

    /** Each user's first token: two questions to the domain controller, in this process. */
    private void cold(List<MintTokenRequest> requests) throws InterruptedException {
        long startedAt = System.nanoTime();
        new Load(stub, requests, 1).once();
        System.out.printf(
                Locale.ROOT,
                "cold, one after the other, JVMs cold too: %.1f ms a user%n",
                (System.nanoTime() - startedAt) / MICROS / requests.size());
    }

    private void measure(String what, List<MintTokenRequest> requests, int inFlight) throws InterruptedException {
        Duration cpuBefore = broker.cpu();
        Latencies result = new Load(stub, requests, inFlight).run(duration);
        double cpu = broker.cpu().minus(cpuBefore).toNanos() / 1e3;
        System.out.printf(
                Locale.ROOT,
                "%-34s %,9d %,9d %,9d %12.0f%n",
                what + ", " + inFlight + " in flight",
                result.calls() / duration.toSeconds(),
                result.p50(),
                result.p99(),
                cpu / result.calls());
    }

    private static List<MintTokenRequest> byName() {
        return IntStream.range(0, USERS)
                .mapToObj(i -> request().setUserPrincipalName(Broker.upn(i)).build())
                .toList();
    }

    private static List<MintTokenRequest> byCertificate(LabPki pki) {
        List<MintTokenRequest> requests = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            var chain = CertificateChain.newBuilder();
            for (X509Certificate certificate : pki.devices().user(Broker.upn(i)).chain()) {
                chain.addCertificates(encoded(certificate));
            }
            requests.add(request().setCertificateChain(chain).build());
        }
        return requests;
    }

    private static MintTokenRequest.Builder request() {
        return MintTokenRequest.newBuilder().setTargetSpn(DemoForest.EXCHANGE_SPN);
    }

    private static ByteString encoded(X509Certificate certificate) {
        try {
            return ByteString.copyFrom(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ManagedChannel channel(Broker broker) throws IOException {
        return NettyChannelBuilder.forAddress("localhost", broker.port())
                .sslContext(GrpcSslContexts.forClient()
                        .keyManager(
                                broker.caller().certificate().toFile(),
                                broker.caller().privateKey().toFile())
                        .trustManager(broker.trusted().toFile())
                        .build())
                .build();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
