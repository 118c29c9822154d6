package kcd.lab.cluster;

import java.time.Duration;

/// What a phone of the load does all day.
enum Habit {
    /// One request after the other on a kept connection.
    SYNCHRONISES("FolderSync", Duration.ofMillis(200)),
    /// A new connection for each request, as phones that wake up.
    WAKES_UP("FolderSync", Duration.ofMillis(200)),
    /// Leaves its connection idle between two requests.
    RESTS("FolderSync", Duration.ofSeconds(12)),
    /// Waits for mail, one Ping after the other.
    WAITS("Ping", Duration.ofMillis(200));

    /// More than Exchange holds a Ping for, see [ClusterLab].
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final String command;
    private final Duration pause;

    Habit(String command, Duration pause) {
        this.command = command;
        this.pause = pause;
    }

    /// ActiveSync's.
    String command() {
        return command;
    }

    Duration pause() {
        return pause;
    }

    Duration timeout() {
        return this == WAITS ? PING_TIMEOUT : TIMEOUT;
    }
}
