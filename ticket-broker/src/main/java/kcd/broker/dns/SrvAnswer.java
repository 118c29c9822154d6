package kcd.broker.dns;

import java.time.Duration;
import java.util.List;

/**
 * What the DNS says of a service.
 *
 * @param records none if the service is decidedly nowhere
 * @param timeToLive the shortest of the records'
 */
public record SrvAnswer(List<SrvRecord> records, Duration timeToLive) {
    public SrvAnswer {
        records = List.copyOf(records);
    }
}
