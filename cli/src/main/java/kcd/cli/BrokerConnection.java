package kcd.cli;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import kcd.ticket.v1.TicketBrokerGrpc;
import kcd.ticket.v1.TicketBrokerGrpc.TicketBrokerBlockingStub;

/** A line to the broker over mutual TLS. */
final class BrokerConnection implements AutoCloseable {
    /** A dozen questions to controllers, a few of which do not answer. */
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private static final Pattern ENDPOINT =
            Pattern.compile("(?<host>[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]+]):(?<port>[0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    private final ManagedChannel channel;

    private BrokerConnection(ManagedChannel channel) {
        this.channel = channel;
    }

    static BrokerConnection open(String endpoint, Path certificate, Path privateKey, Path trustStore)
            throws CommandException {
        Matcher matcher = ENDPOINT.matcher(endpoint);
        if (!matcher.matches() || Integer.parseInt(matcher.group("port")) > MAX_PORT) {
            throw CommandException.usage("--broker " + endpoint + " is not HOST:PORT");
        }
        return new BrokerConnection(NettyChannelBuilder.forTarget("dns:///" + endpoint)
                .sslContext(tls(certificate, privateKey, trustStore))
                .build());
    }

    /** Asks once; a refusal comes in the broker's own words. */
    <A> A ask(Function<TicketBrokerBlockingStub, A> question) throws CommandException {
        try {
            return question.apply(TicketBrokerGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(DEADLINE.toSeconds(), TimeUnit.SECONDS));
        } catch (StatusRuntimeException refused) {
            throw new CommandException(BrokerFailure.describe(refused));
        }
    }

    private static SslContext tls(Path certificate, Path privateKey, Path trustStore) throws CommandException {
        try {
            return GrpcSslContexts.forClient()
                    .keyManager(certificate.toFile(), privateKey.toFile())
                    .trustManager(trustStore.toFile())
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new CommandException("the --mtls-* files cannot be used: " + BrokerFailure.innermost(e));
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
