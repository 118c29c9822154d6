package kcd.crl.refresh;

import java.util.Locale;
import kcd.crl.fetch.FetchFailure;
import kcd.pki.crl.CrlRefusal;

/** How one attempt at a distribution point ended. */
public sealed interface RefreshOutcome {

    /** A new list is in force. */
    record Updated() implements RefreshOutcome {}

    /** The list in force is the latest. */
    record Current() implements RefreshOutcome {}

    /** No list came. */
    record FetchFailed(FetchFailure failure, String detail) implements RefreshOutcome {}

    /** A list came and does not count. */
    record Refused(CrlRefusal refusal, String detail) implements RefreshOutcome {}

    /** Whether the attempt served its purpose. */
    default boolean success() {
        return switch (this) {
            case Updated _, Current _ -> true;
            case FetchFailed _, Refused _ -> false;
        };
    }

    /** A short name, for metrics. */
    default String label() {
        return switch (this) {
            case Updated _ -> "updated";
            case Current _ -> "current";
            case FetchFailed failed -> failed.failure().name().toLowerCase(Locale.ROOT);
            case Refused refused -> refused.refusal().name().toLowerCase(Locale.ROOT);
        };
    }

    /** What to tell an administrator about a failure; empty for a success. */
    default String reason() {
        return switch (this) {
            case Updated _, Current _ -> "";
            case FetchFailed failed -> failed.failure() + ": " + failed.detail();
            case Refused refused -> refused.refusal() + ": " + refused.detail();
        };
    }
}
