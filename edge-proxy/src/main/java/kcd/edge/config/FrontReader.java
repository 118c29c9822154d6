package kcd.edge.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kcd.edge.config.EdgeSettings.Drain;
import kcd.edge.config.EdgeSettings.Front;
import kcd.edge.config.EdgeSettings.KeepAlives;
import kcd.edge.door.AddressRange;
import kcd.edge.tcp.KeepAlive;
import kcd.edge.tls.TicketKeyFiles;
import kcd.edge.tls.TicketKeys;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/// Reads what happens before a device is known, how connections are kept, and how the edge ends.
final class FrontReader {
    private static final String TICKET_KEYS = "kcd.tls.session-ticket-keys";
    private static final String FROM = "kcd.proxy-protocol.from";
    private static final int MAX_HANDSHAKES = 1_000_000;
    private static final int HANDSHAKES_PER_PROCESSOR = 512;
    private static final int MAX_RANGES = 64;
    /// The longest Linux takes.
    private static final Duration LONGEST_KEEP_ALIVE = Duration.ofSeconds(32_767);

    private static final long MAX_PROBES = 127;
    private static final Duration LONGEST_DRAIN = Duration.ofHours(2);

    private final StartupFaults faults;
    private final SettingReader reader;

    FrontReader(StartupFaults faults) {
        this.faults = faults;
        this.reader = new SettingReader(faults);
    }

    Front front(EdgeConfig.Tls tls, EdgeConfig.ProxyProtocol proxyProtocol) {
        int handshakes = number(
                "kcd.tls.max-concurrent-handshakes",
                tls.maxConcurrentHandshakes(),
                HANDSHAKES_PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
        int perSource = number(
                "kcd.tls.max-concurrent-handshakes-per-source",
                tls.maxConcurrentHandshakesPerSource(),
                Math.max(1, handshakes / 2));
        return new Front(
                tls.sessionTicketKeys().flatMap(this::ticketKeys),
                handshakes,
                perSource,
                proxyProtocol.from().map(this::ranges).orElse(List.of()));
    }

    private int number(String key, Optional<String> value, int otherwise) {
        return value.flatMap(text -> reader.number(key, text, 1, MAX_HANDSHAKES))
                .map(Long::intValue)
                .orElse(otherwise);
    }

    private Optional<TicketKeyFiles> ticketKeys(String value) {
        List<Path> files = new ArrayList<>();
        for (String part : value.split(",", -1)) {
            reader.readableFile(TICKET_KEYS, part.strip()).ifPresent(files::add);
        }
        if (files.size() > TicketKeys.MAX_KEYS) {
            faults.add(TICKET_KEYS, value, "names " + files.size() + " files", "name at most " + TicketKeys.MAX_KEYS);
        }
        TicketKeyFiles keys = new TicketKeyFiles(files);
        if (keys.load() instanceof TicketKeyFiles.Load.Unusable(var wrong)) {
            wrong.forEach(fault -> faults.add(TICKET_KEYS, fault.file(), fault.problem(), fault.fix()));
        }
        return Optional.of(keys);
    }

    private List<AddressRange> ranges(String value) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String part : value.split(",", -1)) {
            AddressRange.parse(part.strip())
                    .ifPresentOrElse(
                            ranges::add,
                            () -> faults.add(
                                    FROM,
                                    part.strip(),
                                    "is no range of addresses",
                                    "write it like 10.0.0.0/8 or 192.0.2.7"));
        }
        if (ranges.size() > MAX_RANGES) {
            faults.add(FROM, value, "names " + ranges.size() + " ranges", "name at most " + MAX_RANGES);
        }
        return ranges;
    }

    Optional<Drain> drain(EdgeConfig.Drain config) {
        Optional<Duration> grace = reader.duration("kcd.drain.grace", config.grace(), Duration.ZERO, LONGEST_DRAIN);
        Optional<Duration> notice = reader.duration("kcd.drain.notice", config.notice(), Duration.ZERO, LONGEST_DRAIN);
        boolean pings = reader.flag("kcd.drain.answer-held-pings", config.answerHeldPings())
                .orElse(true);
        if (grace.isEmpty() || notice.isEmpty()) {
            return Optional.empty();
        }
        if (notice.get().compareTo(grace.get()) > 0) {
            faults.add(
                    "kcd.drain.notice",
                    config.notice(),
                    "is longer than kcd.drain.grace, which is " + config.grace(),
                    "leave time to finish requests after it");
        }
        return Optional.of(new Drain(grace.get(), notice.get(), pings));
    }

    Optional<KeepAlives> keepAlive(EdgeConfig.KeepAlive config) {
        Optional<Duration> devices = idle("kcd.keep-alive.devices", config.devices());
        Optional<Duration> upstreams = idle("kcd.keep-alive.upstreams", config.upstreams());
        Optional<Duration> interval = idle("kcd.keep-alive.interval", config.interval());
        Optional<Integer> probes = reader.number("kcd.keep-alive.probes", config.probes(), 1, MAX_PROBES)
                .map(Long::intValue);
        if (devices.isEmpty() || upstreams.isEmpty() || interval.isEmpty() || probes.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new KeepAlives(
                new KeepAlive(devices.get(), interval.get(), probes.get()),
                new KeepAlive(upstreams.get(), interval.get(), probes.get())));
    }

    private Optional<Duration> idle(String key, String value) {
        return reader.duration(key, value, Duration.ofSeconds(1), LONGEST_KEEP_ALIVE);
    }
}
