package kcd.lab.upstream;

import java.time.Duration;

/// How strictly the stand-in behaves.
///
/// @param persistence what an authentication is good for
/// @param extendedProtection what it demands of channel bindings
/// @param pingHold how long a `Ping` is held before "no changes"; real phones ask for up to an hour
public record ExchangeSettings(Persistence persistence, ExtendedProtection extendedProtection, Duration pingHold) {

    public static final ExchangeSettings LIKE_IIS =
            new ExchangeSettings(Persistence.CONNECTION, ExtendedProtection.REQUIRE, Duration.ofSeconds(2));

    /// IIS's `authPersistNonNTLM`, and whether it tells.
    public enum Persistence {
        /// The first token authenticates the connection, silently: what makes a shared connection a leak.
        CONNECTION,
        /// The same, announced by `Persistent-Auth: true`.
        CONNECTION_ANNOUNCED,
        /// Every request brings its own token.
        REQUEST
    }

    public ExchangeSettings with(Persistence other) {
        return new ExchangeSettings(other, extendedProtection, pingHold);
    }

    public ExchangeSettings with(ExtendedProtection other) {
        return new ExchangeSettings(persistence, other, pingHold);
    }

    public ExchangeSettings withPingHold(Duration other) {
        return new ExchangeSettings(persistence, extendedProtection, other);
    }
}
