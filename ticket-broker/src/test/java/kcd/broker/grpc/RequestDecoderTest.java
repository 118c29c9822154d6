package kcd.broker.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import kcd.broker.mint.ClaimedUser.ByAssertion;
import kcd.broker.mint.ClaimedUser.ByCertificate;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.ticket.v1.CertificateChain;
import kcd.ticket.v1.MintTokenRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestDecoderTest {
    private static final MintTokenRequest SOUND = MintTokenRequest.newBuilder()
            .setUserPrincipalName("alice@a.test")
            .setTargetSpn("HTTP/mail.a.test")
            .build();

    private static final Instant NOW = Instant.parse("2026-11-22T01:00:00Z");

    @Test
    void reads_an_assertion() throws RefusedException {
        // When
        var request = RequestDecoder.decode(SOUND, NOW);

        // Then
        assertThat(request.user()).isInstanceOf(ByAssertion.class);
        assertThat(request.channel()).isEmpty();
        assertThat(request.renewTicket()).isFalse();
    }

    @Test
    void reads_the_largest_chain_that_is_allowed() throws RefusedException {
        // Given
        MintTokenRequest largest =
                SOUND.toBuilder().setCertificateChain(chain(10, 64 * 1024)).build();

        // When
        var request = RequestDecoder.decode(largest, NOW);

        // Then
        assertThat(request.user()).isInstanceOf(ByCertificate.class);
        assertThat(largest.getSerializedSize()).isLessThan(RequestDecoder.MAX_REQUEST_BYTES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void refuses_what_is_out_of_bounds_and_names_the_field(
            String field, UnaryOperator<MintTokenRequest.Builder> change) {
        // Given
        MintTokenRequest request = change.apply(SOUND.toBuilder()).build();

        // When
        var refused = catchThrowableOfType(RefusedException.class, () -> RequestDecoder.decode(request, NOW));

        // Then
        assertThat(refused.refusal().reason()).isEqualTo(RefusalReason.INVALID_REQUEST);
        assertThat(refused.refusal().message()).startsWith(field).hasSizeLessThan(200);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                        Map.<String, UnaryOperator<MintTokenRequest.Builder>>entry("user:", b -> b.clearUser()),
                        entry("user_principal_name:", b -> b.setUserPrincipalName("")),
                        entry("user_principal_name:", b -> b.setUserPrincipalName("alice")),
                        entry("user_principal_name:", b -> b.setUserPrincipalName("a@b\u0000c")),
                        entry("user_principal_name:", b -> b.setUserPrincipalName("a".repeat(1024) + "@b")),
                        entry("certificate_chain:", b -> b.setCertificateChain(chain(0, 0))),
                        entry("certificate_chain:", b -> b.setCertificateChain(chain(1, 0))),
                        entry("certificate_chain:", b -> b.setCertificateChain(chain(11, 10))),
                        entry("certificate_chain:", b -> b.setCertificateChain(chain(1, 64 * 1024 + 1))),
                        entry("target_spn:", b -> b.clearTargetSpn()),
                        entry("target_spn:", b -> b.setTargetSpn("mail.a.test")),
                        entry("target_spn:", b -> b.setTargetSpn("HTTP/mail@A.TEST")),
                        entry("target_spn:", b -> b.setTargetSpn("HTTP/" + "m".repeat(512))),
                        entry("tls_server_end_point:", b -> b.setTlsServerEndPoint(bytes(19))),
                        entry("tls_server_end_point:", b -> b.setTlsServerEndPoint(bytes(65))),
                        entry("further_tokens:", b -> b.setFurtherTokens(16)),
                        entry("further_tokens:", b -> b.setFurtherTokens(-1)),
                        entry("upstream_reply:", b -> b.setUpstreamReply(bytes(16_385))))
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    private static Map.Entry<String, UnaryOperator<MintTokenRequest.Builder>> entry(
            String field, UnaryOperator<MintTokenRequest.Builder> change) {
        return Map.entry(field, change);
    }

    private static CertificateChain chain(int certificates, int size) {
        var chain = CertificateChain.newBuilder();
        for (int i = 0; i < certificates; i++) {
            chain.addCertificates(bytes(size));
        }
        return chain.build();
    }

    private static ByteString bytes(int length) {
        return ByteString.copyFrom(new byte[length]);
    }
}
