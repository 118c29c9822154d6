package kcd.service;

import io.quarkus.runtime.configuration.DurationConverter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Turns single settings into values. What cannot be turned becomes a fault and an empty answer, so that reading goes on
 * and finds the other faults too.
 */
public final class SettingReader {

    private final StartupFaults faults;

    public SettingReader(StartupFaults faults) {
        this.faults = faults;
    }

    /** The value, which must be there and not blank. */
    public Optional<String> required(String key, Optional<String> value, String fix) {
        Optional<String> present = value.map(String::strip).filter(text -> !text.isEmpty());
        if (present.isEmpty()) {
            faults.missing(key, fix);
        }
        return present;
    }

    /** A file that exists and that this process may read. */
    public Optional<Path> readableFile(String key, String value) {
        Optional<Path> path = path(key, value);
        if (path.isPresent() && !Files.isRegularFile(path.get())) {
            faults.add(key, value, "is no file", "name an existing file");
            return Optional.empty();
        }
        if (path.isPresent() && !Files.isReadable(path.get())) {
            faults.add(key, value, "is not readable for this process", "grant its user read access");
            return Optional.empty();
        }
        return path;
    }

    /** A path, of whatever. */
    public Optional<Path> path(String key, String value) {
        try {
            return Optional.of(Path.of(value.strip()));
        } catch (InvalidPathException e) {
            faults.add(key, value, "is no path of this system: " + e.getReason(), "name a file");
            return Optional.empty();
        }
    }

    /** A duration between two bounds, written as `90s`, `15m`, `24h`, `1440m`, or in ISO-8601 form. */
    public Optional<Duration> duration(String key, String value, Duration least, Duration most) {
        try {
            Duration duration = DurationConverter.parseDuration(value.strip());
            if (duration != null && duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return Optional.of(duration);
            }
            faults.add(key, value, "is not between " + least + " and " + most, "choose a duration in that range");
        } catch (IllegalArgumentException e) {
            faults.add(key, value, "is no duration", "write it like 90s, 15m, 24h or PT24H");
        }
        return Optional.empty();
    }

    /** A whole number between two bounds. */
    public Optional<Long> number(String key, String value, long least, long most) {
        try {
            long number = Long.parseLong(value.strip());
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
            faults.add(key, value, "is not between " + least + " and " + most, "choose a number in that range");
        } catch (NumberFormatException e) {
            faults.add(key, value, "is no whole number", "write digits only");
        }
        return Optional.empty();
    }

    /** `true` or `false`, and nothing else: a misspelt `ture` must not silently mean false. */
    public Optional<Boolean> flag(String key, String value) {
        return switch (value.strip()) {
            case "true", "True" -> Optional.of(true);
            case "false", "False" -> Optional.of(false);
            default -> {
                faults.add(key, value, "is neither true nor false", "write true or false");
                yield Optional.empty();
            }
        };
    }

    /** An absolute http or https URL with a host and without user info or fragment. */
    public Optional<URI> httpUrl(String key, String value) {
        try {
            URI uri = new URI(value.strip());
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            // The fault below says it.
        }
        faults.add(key, value, "is no http or https URL", "write it like http://crl.example.com/ca.crl");
        return Optional.empty();
    }
}
