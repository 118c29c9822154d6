package kcd.lab.crl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LabCrlHostTest {

    private final byte[] list = new byte[5_000];
    private final HttpClient client = HttpClient.newHttpClient();
    private LabCrlHost host;
    private URI uri;

    @BeforeEach
    void publish() throws IOException {
        host = new LabCrlHost();
        host.publish("a.crl", list);
        uri = host.uri("a.crl");
    }

    @AfterEach
    void close() throws IOException {
        host.close();
        client.close();
    }

    @Test
    void serves_the_list_and_says_when_it_has_not_changed() throws Exception {
        // When
        HttpResponse<byte[]> first = get("");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> again = get(tag);
        host.publish("a.crl", new byte[] {1});
        HttpResponse<byte[]> changed = get(tag);

        // Then
        assertThat(first.body()).isEqualTo(list);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(changed.body()).containsExactly(1);
        assertThat(host.requests()).isEqualTo(3);
    }

    @Test
    void answers_with_errors_and_pages_when_told_to() throws Exception {
        host.misbehave(CrlFault.SERVER_ERROR);
        assertThat(get("").statusCode()).isEqualTo(500);
        host.misbehave(CrlFault.MISSING);
        assertThat(get("").statusCode()).isEqualTo(404);
        host.misbehave(CrlFault.WEB_PAGE);
        assertThat(new String(get("").body(), StandardCharsets.UTF_8)).startsWith("<!doctype");
        host.misbehave(CrlFault.NONE);
        assertThat(get("").body()).isEqualTo(list);
    }

    @Test
    void breaks_off_in_the_middle_when_told_to() {
        host.misbehave(CrlFault.TRUNCATED);

        assertThatThrownBy(() -> get("")).isInstanceOf(IOException.class);
    }

    @Test
    void drips_so_slowly_that_the_head_is_no_promise_of_a_body() throws Exception {
        // Given
        host.misbehave(CrlFault.SLOW);
        HttpRequest request = HttpRequest.newBuilder(uri).build();

        // When
        long begin = System.nanoTime();
        try (InputStream body =
                client.send(request, BodyHandlers.ofInputStream()).body()) {
            body.readNBytes(4);

            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isGreaterThan(LabCrlHost.SLOW_PACE.multipliedBy(2))
                    .isLessThan(LabCrlHost.SLOW_PACE.multipliedBy(list.length));
        }
    }

    private HttpResponse<byte[]> get(String knownTag) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri).header("If-None-Match", knownTag).build();
        return client.send(request, BodyHandlers.ofByteArray());
    }
}
