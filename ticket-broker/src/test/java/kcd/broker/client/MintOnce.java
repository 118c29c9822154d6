package kcd.broker.client;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import kcd.ticket.v1.MintTokenRequest;

/**
 * Mints one token by hand and prints it as an {@code Authorization} value:
 *
 * <pre>MintOnce localhost:9443 edge.crt edge.key ca.pem alice.crt|alice@EXAMPLE.COM HTTP/mail.example.com</pre>
 */
public final class MintOnce {
    private MintOnce() {}

    public static void main(String... args) throws IOException {
        String[] hostAndPort = args[0].split(":", 2);
        try (var broker = new BrokerClient(
                hostAndPort[0],
                Integer.parseInt(hostAndPort[1]),
                Path.of(args[1]),
                Path.of(args[2]),
                Path.of(args[3]))) {
            MintTokenRequest.Builder request = args[4].contains("@")
                    ? BrokerClient.byUpn(args[4], args[5])
                    : BrokerClient.byCertificate(BrokerClient.certificates(Path.of(args[4])), args[5]);
            var response = broker.stub().mintToken(request.build());
            System.err.println(response.getClientPrincipal() + ", ticket ends at "
                    + java.time.Instant.ofEpochSecond(
                            response.getTicketEndTime().getSeconds()));
            System.out.println("Negotiate "
                    + Base64.getEncoder()
                            .encodeToString(response.getSpnegoToken().toByteArray()));
        } catch (StatusRuntimeException failure) {
            System.err.println(
                    failure.getStatus() + "\n" + BrokerClient.errorInfo(failure) + BrokerClient.retryInfo(failure));
            System.exit(1);
        }
    }
}
