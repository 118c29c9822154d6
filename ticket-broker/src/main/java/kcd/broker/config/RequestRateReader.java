package kcd.broker.config;

import java.util.Optional;
import kcd.broker.kdc.RequestRate;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/** Reads {@code kcd.kdc.requests-per-second} and {@code kcd.kdc.burst}. */
final class RequestRateReader {
    private static final long MOST = 100_000;

    private final SettingReader reader;

    RequestRateReader(StartupFaults faults) {
        this.reader = new SettingReader(faults);
    }

    Optional<RequestRate> read(BrokerConfig.Kdc config) {
        Optional<Long> perSecond = reader.number("kcd.kdc.requests-per-second", config.requestsPerSecond(), 1, MOST);
        Optional<Long> burst = reader.number("kcd.kdc.burst", config.burst(), 2, MOST);
        return perSecond.flatMap(
                rate -> burst.map(most -> new RequestRate(Math.toIntExact(rate), Math.toIntExact(most))));
    }
}
