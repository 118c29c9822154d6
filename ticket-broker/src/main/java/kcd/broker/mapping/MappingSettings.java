package kcd.broker.mapping;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How certificates are mapped to users.
 *
 * @param methods in the order in which they are tried
 * @param directory present if a method asks one
 * @param fallbackToName whether the certificate's own name decides where no method finds anybody
 * @param cachedFor how long a mapping is believed without asking again
 * @param unknownCachedFor the same for a certificate that nobody was found for
 */
public record MappingSettings(
        List<MappingMethod> methods,
        Optional<DirectorySettings> directory,
        boolean fallbackToName,
        Duration cachedFor,
        Duration unknownCachedFor) {
    public MappingSettings {
        methods = List.copyOf(methods);
    }
}
