package kcd.lab.demo;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kcd.lab.process.ServiceProcess;
import kcd.lab.twin.Lab;
import kcd.pki.workshop.Credential;

/// What an orchestrator does to a pod that goes: SIGTERM, and SIGKILL if that takes too long. The edge answers
/// the Ping that it holds, and every service is gone in its time.
///
/// @param graces how long each service may take, by its name: terminationGracePeriodSeconds
public record Ending(Map<String, Duration> graces) {

    /// Exchange would hold it until long after everything is over.
    public static final Duration PING_HOLD = Duration.ofMinutes(5);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int TERMINATED = 128 + 15;

    public Ending {
        graces = Map.copyOf(graces);
    }

    /// From `edge-proxy=60,ticket-broker=75`, in seconds.
    public static Ending parse(String graces) {
        Map<String, Duration> parsed = new HashMap<>();
        for (String each : graces.split(",", -1)) {
            int equals = each.indexOf('=');
            parsed.put(each.substring(0, equals), Duration.ofSeconds(Long.parseLong(each.substring(equals + 1))));
        }
        return new Ending(parsed);
    }

    /// Holds a Ping of that device's at that edge.
    ///
    /// @return its answer, once it is there
    public CompletableFuture<String> holdPing(Lab lab, Credential credential, URI gateway) throws InterruptedException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (Device device =
                    new Device("waiting for mail", credential, lab.pki().servers(), gateway)) {
                answer.complete(device.ping(PING_HOLD).shown());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                answer.completeExceptionally(e);
            }
        });
        Instant deadline = Instant.now().plus(PATIENCE);
        while (lab.exchange().journal().heldPings() == 0 && Instant.now().isBefore(deadline)) {
            Thread.sleep(POLL);
        }
        return answer;
    }

    /// What the device was told; the edge may be gone before the device's own thread has read it.
    public String answerTo(CompletableFuture<String> ping) {
        return ping.completeOnTimeout("nothing", PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /// Ends a service as a kubelet does.
    ///
    /// @return whether it went in its time, and by itself
    public boolean end(ServiceProcess service, PrintStream out) throws InterruptedException {
        Duration grace = graces.get(service.name());
        if (grace == null) {
            throw new IllegalArgumentException("no grace is known of " + service.name());
        }
        Instant begin = Instant.now();
        service.terminate();
        boolean over = service.awaitExit(grace);
        Duration took = Duration.between(begin, Instant.now());
        boolean good = over && service.exitCode() == TERMINATED;
        out.printf(
                "%s %s %s %.1f s after SIGTERM; it has %d s.%n",
                good ? "ok   " : "WRONG",
                service.name(),
                over ? "ended with exit code " + service.exitCode() : "is still there",
                took.toMillis() / 1_000.0,
                grace.toSeconds());
        return good;
    }
}
