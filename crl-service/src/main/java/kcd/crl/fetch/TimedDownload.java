package kcd.crl.fetch;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Gives a whole download, from the first packet to the last, so much time: a server that sends a byte a second ends with the
 * deadline like one that sends nothing. And names what went wrong.
 */
final class TimedDownload {

    private final Duration timeout;

    TimedDownload(Duration timeout) {
        this.timeout = timeout;
    }

    FetchResult run(Callable<FetchResult> steps) throws InterruptedException {
        // On a thread of its own, because only the interruption of a blocked read ends it at the deadline.
        FutureTask<FetchResult> download = new FutureTask<>(steps);
        Thread.ofVirtual().name("crl-download").start(download);
        try {
            return download.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new FetchResult.Failed(FetchFailure.TIMEOUT, "not complete after " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            return failed(e.getCause());
        } finally {
            download.cancel(true);
        }
    }

    private static FetchResult failed(@Nullable Throwable cause) {
        return switch (cause) {
            case FetchFailedException named ->
                new FetchResult.Failed(named.failure(), String.valueOf(named.getMessage()));
            case HttpTimeoutException _ -> new FetchResult.Failed(FetchFailure.TIMEOUT, "no connection in time");
            case IOException e -> new FetchResult.Failed(FetchFailure.UNREACHABLE, describe(e));
            case null, default -> throw new IllegalStateException("download failed in an unforeseen way", cause);
        };
    }

    static String describe(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
