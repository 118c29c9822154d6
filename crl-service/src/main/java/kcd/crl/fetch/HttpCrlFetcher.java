package kcd.crl.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Downloads lists by HTTP: conditional requests (RFC 9110 section 13), gzip, few redirects, DER or PEM, straight into a
 * file. Bounded in size and, from the first packet to the last, in time.
 */
public final class HttpCrlFetcher implements CrlFetcher {

    private static final int MAX_REDIRECTS = 3;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client;
    private final DownloadFile files;
    private final Duration timeout;
    private final Set<String> hosts;

    /**
     * @param hosts that a redirect may lead to, besides the one that gave it
     * @param directory where downloads are put, best the one where the copies are kept
     * @param maxBytes of a list, after decompression
     * @param timeout for the whole of a download, redirects included
     */
    public HttpCrlFetcher(Set<String> hosts, Path directory, long maxBytes, Duration timeout) {
        this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.files = new DownloadFile(directory, maxBytes);
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    @Override
    public FetchResult fetch(DistributionPoint point, Validators known) throws InterruptedException {
        return new TimedDownload(timeout).run(() -> follow(point.url(), known));
    }

    private FetchResult follow(URI start, Validators known) throws IOException, InterruptedException {
        URI url = start;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpResponse<InputStream> response =
                    client.send(request(url, known), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                switch (response.statusCode()) {
                    case 200 -> {
                        return new FetchResult.Fetched(
                                files.save(decompressed(response, files.bounded(body))), validators(response));
                    }
                    case 304 -> {
                        return new FetchResult.NotModified();
                    }
                    case 301, 302, 303, 307, 308 -> url = target(url, response);
                    default ->
                        throw new FetchFailedException(
                                FetchFailure.HTTP_STATUS, "HTTP status " + response.statusCode() + " from " + url);
                }
            }
        }
        throw new FetchFailedException(FetchFailure.REDIRECT, "more than " + MAX_REDIRECTS + " redirects");
    }

    private HttpRequest request(URI url, Validators known) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Accept", "application/pkix-crl, application/octet-stream;q=0.9, */*;q=0.1")
                .header("Accept-Encoding", "gzip")
                .header("User-Agent", "kcd-gateway-crl-service");
        if (!known.etag().isEmpty()) {
            request.header("If-None-Match", known.etag());
        }
        if (!known.lastModified().isEmpty()) {
            request.header("If-Modified-Since", known.lastModified());
        }
        return request.build();
    }

    /**
     * Where a redirect leads; from https never to http, where anyone could hold a list back, and to no host that nobody
     * configured: whoever sits on the way to one point must not send us about in our own network.
     */
    private URI target(URI from, HttpResponse<InputStream> response) throws FetchFailedException {
        String location = response.headers().firstValue("Location").orElse("");
        try {
            URI to = from.resolve(location);
            boolean https = "https".equalsIgnoreCase(to.getScheme());
            boolean http = "http".equalsIgnoreCase(to.getScheme()) && !"https".equalsIgnoreCase(from.getScheme());
            if (!location.isEmpty() && (https || http) && isKnown(from, to.getHost())) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            // The exception below says it.
        }
        throw new FetchFailedException(FetchFailure.REDIRECT, "not followed from " + from + " to \"" + location + "\"");
    }

    private boolean isKnown(URI from, @Nullable String host) {
        return host != null && (host.equalsIgnoreCase(from.getHost()) || hosts.contains(host.toLowerCase(Locale.ROOT)));
    }

    private static Validators validators(HttpResponse<InputStream> response) {
        return new Validators(
                response.headers().firstValue("ETag").orElse(""),
                response.headers().firstValue("Last-Modified").orElse(""));
    }

    private static InputStream decompressed(HttpResponse<InputStream> response, InputStream body) throws IOException {
        String encoding = response.headers().firstValue("Content-Encoding").orElse("identity");
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "identity" -> body;
            case "gzip", "x-gzip" -> new GZIPInputStream(body);
            default -> throw new FetchFailedException(FetchFailure.BROKEN_BODY, "content encoding " + encoding);
        };
    }
}
