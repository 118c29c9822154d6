package kcd.lab.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import kcd.lab.pki.LabTls;
import kcd.lab.twin.GatewaySettings;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.TestCa;

/// A phone: holds a certificate, trusts the server CA, and starts a session as phones do. Into its requests it
/// slips what no gateway may pass on.
final class Device implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_CAUSES = 10;
    private static final int ATTEMPTS = 3;
    private static final List<String> ENDED_WITHOUT_A_WORD =
            List.of("header parser received no bytes", "Connection reset", "Connection reset by peer", "Broken pipe");

    private final HttpClient client;
    private final URI gateway;
    private final String name;

    /// @param name by which its requests are found in the upstream's journal
    Device(String name, Credential credential, TestCa serverCa, URI gateway) {
        this.name = name;
        this.gateway = gateway.resolve(GatewaySettings.ROUTE_PATH);
        this.client = HttpClient.newBuilder()
                .sslContext(LabTls.client(Optional.of(credential), serverCa.certificate()))
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
    }

    /// `OPTIONS`, then `FolderSync`; the first answer that is no success is the answer.
    ///
    /// In TLS 1.3 a device is done before the server has judged its certificate. Where the server's alert and its
    /// end arrive together, the JDK's client at times tells of the end alone; and a reset, because nobody read the
    /// request, takes the alert with it. Like a phone, this one tries again.
    DeviceAnswer startSession() throws InterruptedException {
        DeviceAnswer answer = attempt();
        for (int more = 1; more < ATTEMPTS && endedWithoutAWord(answer); more++) {
            answer = attempt();
        }
        return answer;
    }

    private static boolean endedWithoutAWord(DeviceAnswer answer) {
        return answer instanceof DeviceAnswer.Failed(String how)
                && ENDED_WITHOUT_A_WORD.stream().anyMatch(how::endsWith);
    }

    private DeviceAnswer attempt() throws InterruptedException {
        try {
            HttpResponse<byte[]> options = send("OPTIONS", "");
            if (options.statusCode() != 200) {
                return new DeviceAnswer.Response(options.statusCode(), reason(options));
            }
            String versions =
                    options.headers().firstValue("MS-ASProtocolVersions").orElse("no versions");
            HttpResponse<byte[]> folders = send("POST", "?Cmd=FolderSync&User=phone&DeviceId=demo&DeviceType=demo");
            String newest = versions.substring(versions.lastIndexOf(',') + 1);
            return new DeviceAnswer.Response(
                    folders.statusCode(), "ActiveSync " + newest + ", " + folders.body().length + " bytes of folders");
        } catch (IOException e) {
            return refusal(e);
        }
    }

    /// What the edge says of a refusal after its status, for whoever has to find out.
    private static String reason(HttpResponse<byte[]> refusal) {
        String text = new String(refusal.body(), StandardCharsets.UTF_8).strip();
        return text.substring(text.indexOf(' ') + 1);
    }

    /// Waits for mail.
    DeviceAnswer ping(Duration patience) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = send("POST", "?Cmd=Ping&User=phone&DeviceId=demo&DeviceType=demo", patience);
            return new DeviceAnswer.Response(answer.statusCode(), "");
        } catch (IOException e) {
            return refusal(e);
        }
    }

    private HttpResponse<byte[]> send(String method, String query) throws IOException, InterruptedException {
        return send(method, query, TIMEOUT);
    }

    private HttpResponse<byte[]> send(String method, String query, Duration patience)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + query))
                .method(
                        method,
                        method.equals("POST") ? BodyPublishers.ofByteArray(new byte[64]) : BodyPublishers.noBody())
                .timeout(patience)
                .header(DEVICE, name)
                .header("Authorization", FORGED)
                .build();
        return client.send(request, BodyHandlers.ofByteArray());
    }

    /// The header that tells the journal whose request it was.
    static final String DEVICE = "X-Demo-Device";

    /// Must never arrive.
    static final String FORGED = "Basic Zm9yZ2VkOmZvcmdlZA==";

    private static DeviceAnswer refusal(IOException e) {
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            String message = String.valueOf(cause.getMessage());
            int alert = message.indexOf("fatal alert: ");
            if (cause instanceof SSLException && alert >= 0) {
                return new DeviceAnswer.Refused(message.substring(alert + "fatal alert: ".length()));
            }
            cause = cause.getCause();
        }
        return new DeviceAnswer.Failed(e.getClass().getSimpleName() + ": " + e.getMessage());
    }

    @Override
    public void close() {
        client.close();
    }
}
