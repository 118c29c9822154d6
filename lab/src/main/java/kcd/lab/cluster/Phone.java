package kcd.lab.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import kcd.lab.twin.GatewaySettings;
import kcd.lab.upstream.ExchangeJournal;

/// One phone of the load, which follows its [Habit] without end. Whatever is not the right user's answer has failed; no
/// request is made a second time.
final class Phone implements Runnable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    private static final int OK = 200;
    /// One for all: a client of its own for each connection would bring a pool of threads each.
    private static final Executor EXECUTOR = Executors.newVirtualThreadPerTaskExecutor();
    private static final int MAX_CAUSES = 5;
    private static final int MAX_SHOWN = 120;

    private final Fleet.Member member;
    private final HttpRequest request;
    private final SSLContext tls;
    private final LoadCount count;
    private final PrintStream out;

    Phone(Fleet.Member member, URI gateway, SSLContext tls, LoadCount count, PrintStream out) {
        this.member = member;
        this.request = HttpRequest.newBuilder(gateway.resolve(GatewaySettings.ROUTE_PATH + "?Cmd="
                        + member.habit().command() + "&User=phone&DeviceId=load" + member.number()
                        + "&DeviceType=load"))
                .POST(BodyPublishers.ofByteArray(new byte[64]))
                .header(ExchangeJournal.EXPECTED_USER, member.principal())
                .timeout(member.habit().timeout())
                .build();
        this.tls = tls;
        this.count = count;
        this.out = out;
    }

    @Override
    public void run() {
        HttpClient client = connect();
        try {
            while (true) {
                ask(client);
                Thread.sleep(member.habit().pause());
                if (member.habit() == Habit.WAKES_UP) {
                    client.close();
                    client = connect();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            client.shutdownNow();
        }
    }

    private void ask(HttpClient client) throws InterruptedException {
        Instant begin = Instant.now();
        try {
            judge(client.send(request, BodyHandlers.ofByteArray()), begin);
        } catch (IOException e) {
            failed(begin, causes(e));
        }
    }

    private void judge(HttpResponse<byte[]> answer, Instant begin) {
        String user = answer.headers().firstValue(ExchangeJournal.USER).orElse("");
        if (answer.statusCode() != OK) {
            String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
            failed(begin, "HTTP " + answer.statusCode() + " " + text.substring(0, Math.min(MAX_SHOWN, text.length())));
        } else if (member.habit() == Habit.WAITS && (user.isEmpty() || user.equals(member.principal()))) {
            // Without a user: an edge that goes has answered in Exchange's place.
            count.pingAnswered();
        } else if (user.equals(member.principal())) {
            count.served(Duration.between(begin, Instant.now()));
        } else {
            failed(begin, "the mail of '" + user + "'");
        }
    }

    private void failed(Instant begin, String how) {
        count.failed();
        out.println("FAILED " + Instant.now() + " phone " + member.number() + ", "
                + (member.speaksHttp2() ? "HTTP/2" : "HTTP/1.1") + ", " + member.habit() + ", after "
                + Duration.between(begin, Instant.now()).toMillis() + " ms: " + how);
    }

    private static String causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .map(Throwable::toString)
                .distinct()
                .collect(Collectors.joining(" <- "));
    }

    private HttpClient connect() {
        return HttpClient.newBuilder()
                .executor(EXECUTOR)
                .sslContext(tls)
                .version(member.speaksHttp2() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }
}
