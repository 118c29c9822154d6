package kcd.broker.config;

import java.time.Duration;
import java.util.Optional;
import kcd.broker.kdc.KdcTimeouts;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/** Reads {@code kcd.kdc.*}. */
final class KdcTimeoutsReader {
    private static final Duration LEAST = Duration.ofMillis(50);
    private static final Duration MOST = Duration.ofMinutes(1);

    private final StartupFaults faults;
    private final SettingReader reader;

    KdcTimeoutsReader(StartupFaults faults) {
        this.faults = faults;
        this.reader = new SettingReader(faults);
    }

    Optional<KdcTimeouts> read(BrokerConfig.Kdc config) {
        Optional<Duration> connect = reader.duration("kcd.kdc.connect-timeout", config.connectTimeout(), LEAST, MOST);
        Optional<Duration> answer = reader.duration("kcd.kdc.answer-timeout", config.answerTimeout(), LEAST, MOST);
        Optional<Duration> total = reader.duration("kcd.kdc.total-timeout", config.totalTimeout(), LEAST, MOST);
        if (connect.isEmpty() || answer.isEmpty() || total.isEmpty()) {
            return Optional.empty();
        }
        if (total.get().compareTo(answer.get()) < 0) {
            faults.add(
                    "kcd.kdc.total-timeout",
                    config.totalTimeout(),
                    "is shorter than kcd.kdc.answer-timeout",
                    "give it room for at least one controller, better two");
            return Optional.empty();
        }
        return Optional.of(new KdcTimeouts(connect.get(), answer.get(), total.get()));
    }
}
