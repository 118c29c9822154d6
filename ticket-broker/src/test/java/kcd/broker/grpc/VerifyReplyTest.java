package kcd.broker.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import kcd.broker.caller.Caller;
import kcd.broker.client.BrokerClient;
import kcd.broker.fake.FakeAcceptor;
import kcd.broker.fake.FakeClock;
import kcd.broker.reply.AwaitedReplies;
import kcd.kerberos.crypto.Octets;
import kcd.ticket.v1.VerifyReplyRequest;
import kcd.ticket.v1.VerifyReplyResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** VerifyReply over real mutual TLS: whose handle it is, how often it is good, and for how long. */
@QuarkusTest
@QuarkusTestResource(BrokerTestResource.class)
class VerifyReplyTest {
    @TestHTTPResource(value = "/", tls = true)
    URL service;

    @Inject
    AwaitedReplies replies;

    @Inject
    FakeClock clock;

    private VerifyReplyRequest request = VerifyReplyRequest.getDefaultInstance();

    @BeforeEach
    void mintForTheEdge() {
        var acceptor = new FakeAcceptor(clock);
        var edge = new Caller("edge", Set.of(), Set.of(), false, false);
        Octets handle = replies.await(edge, "a token", acceptor.token().proof());
        request = VerifyReplyRequest.newBuilder()
                .setReplyHandle(ByteString.copyFrom(handle.toArray()))
                .setReplyToken(ByteString.copyFrom(acceptor.proof().toArray()))
                .build();
    }

    @Test
    void a_handle_is_good_for_one_question() throws IOException {
        // When
        VerifyReplyResponse first = ask("edge", request);
        VerifyReplyResponse second = ask("edge", request);

        // Then
        assertThat(first.getVerified()).as(first.getReason()).isTrue();
        assertThat(second.getVerified()).isFalse();
        assertThat(second.getReason()).contains("used");
    }

    @Test
    void another_callers_handle_proves_nothing() throws IOException {
        assertThat(ask("cron", request).getVerified()).isFalse();
    }

    @Test
    void a_handle_expires_after_a_minute() throws IOException {
        // When
        clock.advance(Duration.ofSeconds(60));

        // Then
        VerifyReplyResponse late = ask("edge", request);
        assertThat(late.getVerified()).isFalse();
        assertThat(late.getReason()).contains("older than a minute");
    }

    @Test
    void an_upstream_that_sent_nothing_is_not_proven() throws IOException {
        assertThat(ask("edge", request.toBuilder().clearReplyToken().build()).getVerified())
                .isFalse();
    }

    @Test
    void refuses_a_handle_of_another_length() throws IOException {
        // When
        var failure = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> ask(
                        "edge",
                        request.toBuilder()
                                .setReplyHandle(ByteString.copyFrom(new byte[15]))
                                .build()));

        // Then
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(failure.getStatus().getDescription()).contains("reply_handle: 15 bytes");
    }

    @Test
    void refuses_a_caller_that_nobody_configured() {
        // When
        var failure = catchThrowableOfType(StatusRuntimeException.class, () -> ask("stranger", request));

        // Then
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    private VerifyReplyResponse ask(String caller, VerifyReplyRequest question) throws IOException {
        try (var client = new BrokerClient(
                "localhost", service.getPort(), file(caller + ".crt"), file(caller + ".key"), file("deployment.pem"))) {
            return client.stub().verifyReply(question);
        }
    }

    private static Path file(String name) {
        return Path.of(System.getProperty(BrokerTestResource.FOLDER), name);
    }
}
